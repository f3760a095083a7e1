//! The load on each kind of map: a million calls from 32 threads, in which users' code panics one in ten times.
//!
//! ```text
//! cargo run --release -p scoped-entry-hardening
//! ```
//!
//! Ends with a panic if anything is lost, left or miscounted, and says so if it hangs.

use clap::Parser;
use scoped_entry_hardening::load::{Plan, run_all};

#[derive(Parser)]
#[command(about = "Random calls from 32 threads, in which users' code panics one in ten times")]
struct Args {
    /// How many calls on each kind of map.
    #[arg(long, default_value_t = 1_000_000)]
    calls: usize,
    /// What the random numbers begin with; by default another one each time.
    #[arg(long)]
    seed: Option<u64>,
}

fn main() {
    let Args { calls, seed } = Args::parse();
    let seed = seed.unwrap_or_else(|| fastrand::u64(..1_000_000));
    println!("seed {seed}");
    for report in run_all(Plan { calls, seed }) {
        println!("{report}");
    }
}
