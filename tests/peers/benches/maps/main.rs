//! How long a call has to wait for its entry: our maps beside those that people enter by hand.
//!
//! ```text
//! cargo bench --bench maps
//! cargo bench --bench maps -- --only InflightMap --only DashMap replace/String
//! ```
//!
//! In each round every candidate is measured once in every [`scenario`], each time on a fresh map, and they take turns
//! in going first: what disturbs the machine disturbs all alike. So the ratios of a round can be trusted where its times
//! cannot, and the tables show both.
//!
//! On several threads a minimum can mislead. Where another program has the second core, two threads take turns on the
//! first and never meet, and a call costs about twice what it does on one thread: the line of the key alone shows it.
//!
//! [`sample`] takes one measurement, [`rounds`] has the candidates take turns; [`tables`] and [`targets`] tell.

#![forbid(unsafe_code)]

mod args;
mod candidate;
mod rounds;
mod sample;
mod scenario;
mod tables;
mod targets;

use args::Args;
use clap::Parser as _;
use std::{process::ExitCode, thread, time::Instant};

fn main() -> ExitCode {
    let args = Args::parse();
    let candidates = candidate::chosen(&args.only);
    let scenarios = scenario::chosen(&args.scenarios, args.most_live());
    if args.list {
        for scenario in scenarios {
            println!("{scenario}");
        }
        return ExitCode::SUCCESS;
    }
    if candidates.is_empty() || scenarios.is_empty() {
        eprintln!("error: nothing to measure: no candidate is called `--only`, or no scenario as asked; see `--list`");
        return ExitCode::from(2);
    }

    let started = Instant::now();
    let results = rounds::run(&args, &candidates, &scenarios);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{} rounds on {cores} cores, seed {}, in {:.0} s",
        args.rounds(),
        args.seed,
        started.elapsed().as_secs_f64()
    );
    tables::print(&candidates, &results);
    targets::print(&results);
    ExitCode::SUCCESS
}
