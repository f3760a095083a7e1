//! Memory over ten million calls of two handlers: one removes its in-flight entries by hand, the other is annotated.
//!
//! ```text
//! cargo run --release --example soak
//! ```
//!
//! A child process per handler makes the calls on all cores, half of them sync and half async. Most calls succeed; some fail
//! through `?`, return early, panic, are cancelled, time out, or are never polled. The handler that removes by hand has the
//! original bug: its memory grows until the process is killed and started again. The memory of the annotated handler must
//! stay flat: the exit status is 1 if it does not.
//!
//! Read [`handlers`] first: it has the two handlers.
//!
//! - The child process: [`service`] is the shared state, [`lookup`] the work of a call, [`fate`] says how a call ends,
//!   [`calls`] makes one call, and [`load`] makes all of them.
//! - The parent process: [`watch`] starts the child processes and reads their [`samples`], [`verdict`] judges the memory,
//!   [`plot`] draws it, and [`progress`] and [`report`] print.

#![forbid(unsafe_code)]

mod args;
mod calls;
#[path = "../../inflight_service/expected_panic.rs"]
mod expected_panic;
mod fate;
#[path = "../../inflight_service/grouped.rs"]
mod grouped;
mod handlers;
mod load;
mod lookup;
mod plot;
mod progress;
mod report;
mod samples;
mod service;
mod verdict;
mod watch;

use args::Args;
use clap::Parser as _;
use report::Report;
use service::Handler;
use std::{error::Error, process::ExitCode};

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.handler {
        Some(handler) => load::run(handler, &args).map(|()| ExitCode::SUCCESS),
        None => soak(&args).map(|report| report.print()),
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

fn soak(args: &Args) -> Result<Report, Box<dyn Error>> {
    plot::prepare(&args.plot)?;
    let by_hand = watch::watch(Handler::ByHand, args)?;
    let annotated = watch::watch(Handler::Annotated, args)?;
    plot::draw(&args.plot, args, &by_hand, &annotated)?;
    Ok(Report { calls: args.calls, by_hand, annotated, limit: args.limit(), plot: args.plot.clone() })
}
