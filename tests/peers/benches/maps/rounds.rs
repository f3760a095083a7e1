//! The candidates' turns.

use crate::{args::Args, candidate::Candidate, sample::Effort, scenario::Scenario};
use std::{
    collections::HashMap,
    io::{self, IsTerminal as _},
};

/// The figures of each candidate in each scenario, one a round: those at the same place are of the same round.
#[derive(Default)]
pub(crate) struct Results(HashMap<(Scenario, &'static str), Vec<f64>>);

impl Results {
    /// Empty if it was not measured.
    pub(crate) fn of(&self, scenario: Scenario, candidate: &'static str) -> &[f64] {
        self.0.get(&(scenario, candidate)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn has(&self, scenario: Scenario) -> bool {
        self.0.keys().any(|measured| measured.0 == scenario)
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
                let figure = (candidate.sample)(*scenario, effort);
                results.0.entry((*scenario, candidate.name)).or_default().push(figure);
            }
        }
    }
    if is_watched {
        eprint!("\r\x1b[K");
    }
    results
}
