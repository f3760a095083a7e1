//! The candidates' turns.

use crate::{args::Args, candidate::Candidate, sample::Effort, scenario::Scenario};
use std::{
    collections::HashMap,
    io::{self, IsTerminal as _},
    iter,
};

/// The figures of each candidate in each scenario, one a round: those at the same place are of the same round.
#[derive(Default)]
pub(crate) struct Results {
    figures: HashMap<(Scenario, &'static str), Vec<f64>>,
    /// How many of the figures are not what the machine can do.
    pub(crate) disturbed: u32,
}

/// How often a quiet moment is waited for. Then any will do: a machine that is always busy has no better one.
const TRIES: usize = 5;

impl Results {
    /// Empty if it was not measured.
    pub(crate) fn of(&self, scenario: Scenario, candidate: &'static str) -> &[f64] {
        self.figures.get(&(scenario, candidate)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn has(&self, scenario: Scenario) -> bool {
        self.figures.keys().any(|measured| measured.0 == scenario)
    }
}

pub(crate) fn run(args: &Args, candidates: &[Candidate], scenarios: &[Scenario]) -> Results {
    let mut results = Results::default();
    let is_watched = io::stderr().is_terminal();
    for round in 0..args.rounds() {
        for scenario in scenarios {
            if is_watched {
                eprint!("\r\x1b[Kround {} of {}, {scenario}", round + 1, args.rounds());
            }
            // Another one goes first each time: whoever does finds the machine as the last scenario left it.
            let first = round as usize % candidates.len();
            for candidate in candidates[first..].iter().chain(&candidates[..first]) {
                let effort = Effort { lasts: args.lasts(scenario.threads), seed: args.seed ^ u64::from(round) << 32 };
                let mut tries = iter::repeat_with(|| (candidate.sample)(*scenario, effort)).take(TRIES);
                let quiet = tries.find(|sample| !sample.is_disturbed);
                let sample = quiet.unwrap_or_else(|| (candidate.sample)(*scenario, effort));
                results.disturbed += u32::from(sample.is_disturbed);
                results.figures.entry((*scenario, candidate.name)).or_default().push(sample.nanoseconds);
            }
        }
    }
    if is_watched {
        eprint!("\r\x1b[K");
    }
    results
}
