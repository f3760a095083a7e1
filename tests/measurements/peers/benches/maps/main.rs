//! How long a call has to wait for its entry: our maps beside those that people enter by hand.
//!
//! ```text
//! cargo bench -p scoped-entry-peers --bench maps
//! cargo bench -p scoped-entry-peers --bench maps -- --only InflightMap --only DashMap replace/String
//! ```
//!
//! In each round every candidate is measured once in every [`scenario`], each time on a fresh map, and they take turns
//! in going first: what disturbs the machine disturbs all alike. So the ratios of a round can be trusted where its times
//! cannot, and the tables show both.
//!
//! Where the system tells, a measurement that other programs disturbed is taken again, a few times at the most: on a
//! machine that has no quiet moment, what several threads do says little.
//!
//! [`sample`] takes one measurement, [`rounds`] has the candidates take turns, and [`waiting`] notices
//! that they were not let run; [`tables`] and [`targets`] tell.

#![forbid(unsafe_code)]

mod args;
mod candidate;
mod rounds;
mod sample;
mod scenario;
mod tables;
mod targets;
mod waiting;

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
    if results.disturbed > 0 {
        println!("{} measurements are of a machine that other programs kept busy", results.disturbed);
    }
    tables::print(&candidates, &results);
    targets::print(&results);
    ExitCode::SUCCESS
}
