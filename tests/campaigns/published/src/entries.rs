//! What the processes of a run say of the entries.

use anyhow::{Context as _, Result};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// Processes that made an entry.
    pub(crate) processes: usize,
    /// Those of them that did not get to their report: aborted, or killed.
    pub(crate) without_report: usize,
    pub(crate) entered: u64,
    /// How often each function still had an entry at the end.
    pub(crate) left: BTreeMap<usize, usize>,
    pub(crate) functions: BTreeSet<usize>,
}

impl Entries {
    pub(crate) fn read(reports: &Path) -> Result<Self> {
        let mut entries = Self::default();
        for file in fs::read_dir(reports)? {
            let path = file?.path();
            if path.extension().is_none_or(|extension| extension != "entered") {
                continue;
            }
            entries.processes += 1;
            match fs::read_to_string(path.with_extension("report")) {
                Ok(report) => entries.add(&report).with_context(|| path.display().to_string())?,
                Err(_) => entries.without_report += 1,
            }
        }
        Ok(entries)
    }

    fn add(&mut self, report: &str) -> Result<()> {
        for line in report.lines() {
            let (what, number) = line.split_once(' ').context("a line of a report has a word and a number")?;
            let number: u64 = number.parse()?;
            match what {
                "entered" => self.entered += number,
                "left" => *self.left.entry(usize::try_from(number)?).or_default() += 1,
                _ => {
                    self.functions.insert(usize::try_from(number)?);
                }
            }
        }
        Ok(())
    }
}
