//! Whether the maps are what they were built to be.

use crate::{
    rounds::Results,
    scenario::{KeyType, SOME, Scenario, Task},
    tables::show,
};
use scoped_entry_peers::{
    by_hand::{Dash, Locked},
    figures::ratios,
    ours::{Inflight, Unique},
    peer::Family,
};

type Foldhash = foldhash::fast::RandomState;

struct Target {
    ours: &'static str,
    theirs: &'static str,
    /// The most that the ratio should be: of `u64` keys on one thread, of `String` keys on one, of either on two.
    limits: [f64; 3],
}

impl Target {
    const fn new<Ours: Family, Theirs: Family>(limits: [f64; 3]) -> Self {
        Self { ours: Ours::NAME, theirs: Theirs::NAME, limits }
    }
}

const TARGETS: [Target; 4] = [
    Target::new::<Inflight, Dash>([0.75, 0.55, 0.20]),
    Target::new::<Inflight, Locked>([0.70, 0.50, 0.12]),
    Target::new::<Unique, Dash>([1.00, 0.85, 0.85]),
    Target::new::<Unique<Foldhash>, Dash<Foldhash>>([1.00, 0.85, 0.85]),
];

/// Both where entries are nested in calls, and where they are replaced at random.
pub(crate) fn print(results: &Results) {
    for (task, caption) in [(Task::Call, "a call"), (Task::Replace, "a random entry is replaced")] {
        let header = ["", "u64, 1 thread", "String, 1 thread", "both, 2 threads"].map(String::from).to_vec();
        let columns: [&[_]; 3] = [
            &[Scenario::new(task, KeyType::U64, SOME, 1)],
            &[Scenario::new(task, KeyType::String, SOME, 1)],
            &KeyType::ALL.map(|key| Scenario::new(task, key, SOME, 2)),
        ];
        let lines = TARGETS.iter().map(|target| {
            let cells =
                columns.iter().zip(target.limits).map(|(scenarios, limit)| cell(target, scenarios, limit, results));
            std::iter::once(format!("{} / {}", target.ours, target.theirs)).chain(cells).collect()
        });
        show(&format!("Targets at 1k live, medians of the rounds' ratios: {caption}"), header, lines);
    }
}

fn cell(target: &Target, scenarios: &[Scenario], limit: f64, results: &Results) -> String {
    let median = |scenario: &Scenario| {
        let [ours, theirs] = [target.ours, target.theirs].map(|name| results.of(*scenario, name));
        ratios(ours, theirs).map(|ratios| ratios.median)
    };
    let Some(medians) = scenarios.iter().map(median).collect::<Option<Vec<_>>>() else {
        return String::from("not measured");
    };
    let is_reached = medians.iter().all(|median| *median <= limit);
    let medians: Vec<_> = medians.iter().map(|median| format!("{median:.2}")).collect();
    let verdict = if is_reached { "reached" } else { "not reached" };
    format!("{} of {limit:.2}, {verdict}", medians.join(" and "))
}
