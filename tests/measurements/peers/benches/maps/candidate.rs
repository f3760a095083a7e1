//! Who takes part.

use crate::{
    sample::{self, Effort, Sample},
    scenario::{KeyType, Scenario},
};
use scoped_entry_peers::{
    peer::Family,
    roster::{self, Visit},
};

pub(crate) struct Candidate {
    pub(crate) name: &'static str,
    /// Takes one measurement, on a fresh map.
    pub(crate) sample: fn(Scenario, Effort) -> Sample,
}

/// Those whose names have one of `parts` in them, in any case, or all if there are none.
pub(crate) fn chosen(parts: &[String]) -> Vec<Candidate> {
    let parts: Vec<_> = parts.iter().map(|part| part.to_lowercase()).collect();
    let mut all = All(Vec::new());
    roster::each(&mut all);
    all.0.retain(|candidate| {
        let name = candidate.name.to_lowercase();
        parts.is_empty() || parts.iter().any(|part| name.contains(part))
    });
    all.0
}

struct All(Vec<Candidate>);

impl Visit for All {
    fn family<F: Family>(&mut self) {
        self.0.push(Candidate {
            name: F::NAME,
            sample: |scenario, effort| match scenario.key {
                KeyType::U64 => sample::take::<F::Map<u64>, u64>(scenario, effort),
                KeyType::String => sample::take::<F::Map<String>, String>(scenario, effort),
            },
        });
    }
}
