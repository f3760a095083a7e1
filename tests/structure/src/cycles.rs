//! Files that depend on each other.

use crate::graph::{Graph, Step};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt::{self, Display, Formatter},
};

/// Files that depend on each other.
#[derive(Debug)]
pub struct Cycle {
    /// All files that depend on each other, directly or not.
    pub files: Vec<String>,
    /// The shortest way around.
    pub steps: Vec<Step>,
}

impl Graph {
    /// A shortest cycle of each group of files that depend on each other.
    #[must_use]
    pub fn cycles(&self) -> Vec<Cycle> {
        let reached: BTreeMap<_, _> = self.edges.keys().map(|file| (file.as_str(), self.reached_from(file))).collect();
        let mut seen = BTreeSet::<&str>::new();
        let mut cycles = Vec::new();
        for (file, from_file) in &reached {
            if !from_file.contains(file) || seen.contains(file) {
                continue;
            }
            let files: Vec<_> =
                from_file.iter().filter(|other| reached.get(*other).is_some_and(|back| back.contains(file))).collect();
            seen.extend(files.iter().copied());
            let shortest = files.iter().filter_map(|file| self.shortest_cycle(file)).min_by_key(Vec::len);
            cycles.push(Cycle {
                files: files.into_iter().map(|file| (*file).to_owned()).collect(),
                steps: shortest.unwrap_or_default(),
            });
        }
        cycles
    }

    /// Shortest cycles, one after another, each without the edges that had the fewest paths in those before it. The last of
    /// these edges leaves no cycle.
    #[must_use]
    pub fn cycles_to_break(&self) -> Vec<Cycle> {
        let mut graph = self.clone();
        let mut all = Vec::new();
        loop {
            let cycles = graph.cycles();
            if cycles.is_empty() {
                return all;
            }
            for cycle in &cycles {
                if let Some(weakest) = cycle.steps.iter().min_by_key(|step| step.sites.len()) {
                    graph.edges.entry(weakest.from.clone()).or_default().remove(&weakest.to);
                }
            }
            all.extend(cycles);
        }
    }

    fn targets(&self, file: &str) -> impl Iterator<Item = &str> {
        self.edges.get(file).into_iter().flat_map(BTreeMap::keys).map(String::as_str)
    }

    fn reached_from(&self, file: &str) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut next: Vec<_> = self.targets(file).collect();
        while let Some(file) = next.pop() {
            if reached.insert(file) {
                next.extend(self.targets(file));
            }
        }
        reached
    }

    fn shortest_cycle(&self, file: &str) -> Option<Vec<Step>> {
        let mut came_from = BTreeMap::new();
        let mut next = VecDeque::from([file]);
        while let Some(at) = next.pop_front() {
            for target in self.targets(at) {
                if target == file {
                    let back = std::iter::successors(Some(at), |at| came_from.get(at).copied());
                    let mut files: Vec<_> = std::iter::once(file).chain(back).collect();
                    files.reverse();
                    return Some(files.windows(2).map(|pair| self.step(pair[0], pair[1])).collect());
                }
                if !came_from.contains_key(target) {
                    came_from.insert(target, at);
                    next.push_back(target);
                }
            }
        }
        None
    }
}

impl Display for Cycle {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} files depend on each other: {}", self.files.len(), self.files.join(", "))?;
        writeln!(f, "  the shortest cycle:")?;
        self.steps.iter().try_for_each(|step| writeln!(f, "  {step}"))
    }
}
