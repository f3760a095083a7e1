//! What an entry costs in memory, and what a burst of them leaves behind: our maps beside those that people enter by
//! hand.
//!
//! ```text
//! cargo bench -p scoped-entry-peers --bench memory
//! ```
//!
//! Each [`burst`] has a process of its own, so that none finds what another left with the allocator. [`child`] runs them,
//! [`tables`] shows what they tell.

#![forbid(unsafe_code)]

mod args;
mod burst;
mod child;
mod tables;

use args::Args;
use clap::Parser as _;
use std::process::ExitCode;

/// Counts. Nothing is refused.
#[global_allocator]
static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

fn main() -> ExitCode {
    let args = Args::parse();
    if let Some(burst) = &args.burst {
        child::burst(burst, args.live());
        return ExitCode::SUCCESS;
    }
    match tables::print(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
