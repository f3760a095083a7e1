//! A run of random inputs, which its seed brings back.

use crate::{
    Macros, mutation,
    property::{Violation, check},
    seeds::Seeds,
    shrink::shrink,
    tally::Tally,
};
use fastrand::Rng;
use std::{
    fmt,
    time::{Duration, Instant},
};

/// When a run is over.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// After so many inputs.
    Inputs(u64),
    /// After so long.
    Elapsed(Duration),
}

/// What a run found.
#[derive(Debug)]
pub struct Finding {
    /// The input.
    pub text: String,
    /// As much of it as is needed for the violation.
    pub smallest: String,
    /// What is wrong with the smallest.
    pub violation: Violation,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, smallest, violation } = self;
        write!(formatter, "broken promise: {violation}\n\ninput:\n{text}\n\nsmallest:\n{smallest}")
    }
}

/// # Errors
///
/// The first violation ends it.
pub fn run(
    macros: &Macros,
    seeds: &Seeds,
    seed: u64,
    until: Until,
    mut progress: impl FnMut(&Tally),
) -> Result<Tally, Box<Finding>> {
    let mut rng = Rng::with_seed(seed);
    let mut tally = Tally::default();
    let mut told = Instant::now();
    loop {
        let is_over = match until {
            Until::Inputs(inputs) => tally.inputs() >= inputs,
            Until::Elapsed(elapsed) => tally.elapsed() >= elapsed,
        };
        if is_over {
            return Ok(tally);
        }
        let text = mutation::input(seeds, &mut rng);
        let started = Instant::now();
        match check(macros, &text) {
            Ok(outcome) => tally.add(&text, outcome.as_ref(), started.elapsed()),
            Err(violation) => {
                let smallest = shrink(macros, &text, violation.promise);
                let violation = check(macros, &smallest).err().unwrap_or(violation);
                return Err(Box::new(Finding { text, smallest, violation }));
            }
        }
        if told.elapsed() > Duration::from_mins(1) {
            progress(&tally);
            told = Instant::now();
        }
    }
}
