//! Which file depends on which.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Display, Formatter},
};

/// A path in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// The file.
    pub file: String,
    /// The line, from 1 on.
    pub line: usize,
    /// The path, as it is written, without the braces of a `use`.
    pub path: String,
}

impl Display for Site {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.path)
    }
}

/// The dependencies between files.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub(crate) edges: BTreeMap<String, BTreeMap<String, BTreeSet<Site>>>,
}

/// An edge, with each path that makes it.
#[derive(Debug)]
pub struct Step {
    /// The file that names something.
    pub from: String,
    /// The file that defines it.
    pub to: String,
    /// Where it is named.
    pub sites: Vec<Site>,
}

impl Graph {
    pub(crate) fn add(&mut self, to: String, site: Site) {
        self.edges.entry(site.file.clone()).or_default().entry(to).or_default().insert(site);
    }

    /// All edges, ordered by file.
    pub fn edges(&self) -> impl Iterator<Item = Step> {
        self.edges.iter().flat_map(|(from, targets)| targets.keys().map(|to| self.step(from, to)))
    }

    pub(crate) fn step(&self, from: &str, to: &str) -> Step {
        let sites = self.edges.get(from).and_then(|targets| targets.get(to));
        Step { from: from.into(), to: to.into(), sites: sites.into_iter().flatten().cloned().collect() }
    }
}

impl Step {
    /// How many sites are printed.
    const SHOWN: usize = 4;
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", self.from, self.to)?;
        self.sites.iter().take(Self::SHOWN).try_for_each(|site| write!(f, "\n    {site}"))?;
        match self.sites.len().saturating_sub(Self::SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n    and {more} more"),
        }
    }
}
