//! Findings that are known: by file, function, place and class, so that a finding stays known when lines move.

use crate::finding::Finding;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, fs, io, path::Path};

/// A finding as a baseline has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Entry {
    file: String,
    function: String,
    place: String,
    class: String,
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} in `{}`, {}", self.file, self.class, self.function, self.place)
    }
}

impl Entry {
    fn of(finding: &Finding) -> Self {
        let path = finding.path.strip_prefix(".").unwrap_or(&finding.path);
        Self {
            // One form on every system.
            file: path.display().to_string().replace('\\', "/"),
            function: finding.function.clone(),
            place: finding.place.clone(),
            class: finding.class.name().to_owned(),
        }
    }
}

/// The findings of a file. Equal ones are counted.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    entries: Vec<Entry>,
}

impl Baseline {
    pub(crate) fn of(findings: &[Finding]) -> Self {
        let mut entries: Vec<_> = findings.iter().map(Entry::of).collect();
        entries.sort();
        Self { entries }
    }

    pub(crate) fn read(file: &Path) -> io::Result<Self> {
        let named = |error: &dyn fmt::Display| io::Error::other(format!("the baseline {}: {error}", file.display()));
        let text = fs::read_to_string(file).map_err(|error| named(&error))?;
        let entries = serde_json::from_str(&text).map_err(|error| named(&error))?;
        Ok(Self { entries })
    }

    pub(crate) fn write(&self, file: &Path) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(&self.entries)?;
        text.push('\n');
        fs::write(file, text)
    }

    /// The findings that are not in the baseline, and the entries that were not found.
    pub(crate) fn compare<'f>(&self, findings: &'f [Finding]) -> (Vec<&'f Finding>, Vec<Entry>) {
        let mut known: BTreeMap<&Entry, usize> = BTreeMap::new();
        for entry in &self.entries {
            *known.entry(entry).or_default() += 1;
        }
        let new = findings.iter().filter(|finding| match known.get_mut(&Entry::of(finding)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        let new = new.collect();
        let gone = known.into_iter().flat_map(|(entry, count)| std::iter::repeat_n(entry.clone(), count)).collect();
        (new, gone)
    }
}
