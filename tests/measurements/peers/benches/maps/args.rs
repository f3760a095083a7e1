//! The command line.

use clap::Parser;
use std::time::Duration;

/// Measures how long a call takes that has an entry in a map, ours and others, and prints how they compare.
///
/// The status is 0 whatever the figures are: they are no test.
#[derive(Debug, Parser)]
#[command(name = "maps")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Args {
    /// Measure only scenarios whose name has one of these in it, as `replace/String` or `/1k/2`; see --list
    #[arg(value_name = "SCENARIO")]
    pub(crate) scenarios: Vec<String>,

    /// Measure only candidates whose name has this in it, in any case; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,

    /// How often each candidate is measured in each scenario [default: 7, or 31 with --full, or 1 with --smoke]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rounds: Option<u32>,

    /// Take longer: more rounds, and each for four times as long
    #[arg(long, conflicts_with = "smoke")]
    full: bool,

    /// Only see that it runs: each for a moment, with figures that mean nothing
    #[arg(long)]
    smoke: bool,

    /// Decides which entries are replaced
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub(crate) seed: u64,

    /// Name the scenarios and measure nothing
    #[arg(long)]
    pub(crate) list: bool,

    /// What `cargo bench` says to every benchmark, and `cargo test` to none
    #[arg(long, hide = true)]
    bench: bool,
}

impl Args {
    /// Also where it is run as a test.
    fn is_smoke(&self) -> bool {
        self.smoke || !self.bench
    }

    pub(crate) fn rounds(&self) -> u32 {
        self.rounds.unwrap_or(match (self.full, self.is_smoke()) {
            (true, _) => 31,
            (_, true) => 1,
            _ => 7,
        })
    }

    /// How long a measurement goes on.
    pub(crate) fn lasts(&self, threads: u32) -> Duration {
        let lasts = match (self.full, self.is_smoke()) {
            (true, _) => Duration::from_millis(15),
            (_, true) => Duration::from_micros(50),
            _ => Duration::from_millis(4),
        };
        // Several threads need to be seen together for longer than they are given a core at a time.
        if threads == 1 { lasts } else { lasts * 4 }
    }

    pub(crate) fn most_live(&self) -> u32 {
        if self.is_smoke() { 1_000 } else { u32::MAX }
    }
}
