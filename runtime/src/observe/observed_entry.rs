//! An entry as the page shows it.

use crate::maps::EntryInfo;
use std::string::String;

/// An entry as a page for people shows it: with its key, if its map was registered with them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ObservedEntry {
    /// How old it is and where it was made.
    pub info: EntryInfo,
    /// Its key as text.
    pub key: Option<String>,
}

impl ObservedEntry {
    /// An entry of a map of your own.
    #[must_use]
    pub const fn new(info: EntryInfo, key: Option<String>) -> Self {
        Self { info, key }
    }
}
