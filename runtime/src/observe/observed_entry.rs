//! An entry as a dashboard shows it.

use crate::maps::EntryInfo;
use std::string::String;

/// An entry for a dashboard: its age, its location in the source, and its key if the map was added with keys.
///
/// Returned by [`Observed::shown`](super::Observed::shown).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ObservedEntry {
    /// The age of the entry and its location in the source.
    pub info: EntryInfo,
    /// The key as text, or `None` if keys are not shown.
    pub key: Option<String>,
}

impl ObservedEntry {
    /// Creates an entry. Use it to implement [`Observed::shown`](super::Observed::shown) for your own map.
    #[must_use]
    pub const fn new(info: EntryInfo, key: Option<String>) -> Self {
        Self { info, key }
    }
}
