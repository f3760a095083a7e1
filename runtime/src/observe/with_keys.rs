//! A map with a function that converts its keys to text.

use super::{
    observed::{Observed, ObservedKeys},
    observed_entry::ObservedEntry,
    waits::Waits,
};
use crate::maps::{EntryInfo, Stats};
use core::ops::Deref;
use std::{string::String, sync::Arc, vec::Vec};

/// A map whose keys may be shown, and the function that converts a key to text.
pub(super) struct Keyed<P, F> {
    pub(super) map: P,
    pub(super) show: Arc<F>,
}

impl<P, F> Observed for Keyed<P, F>
where
    P: Deref<Target: ObservedKeys> + Send + Sync,
    F: Fn(&<P::Target as ObservedKeys>::Key) -> String + Send + Sync,
{
    fn name(&self) -> Option<&str> {
        self.map.name()
    }

    fn stats(&self) -> Stats {
        self.map.stats()
    }

    fn oldest_entries(&self, max: usize) -> Vec<EntryInfo> {
        self.map.oldest_entries(max)
    }

    fn waits(&self) -> Option<Waits> {
        self.map.waits()
    }

    fn shown(&self, max: usize) -> Vec<ObservedEntry> {
        let entries = self.map.oldest_entries_with_keys(max).into_iter();
        entries.map(|(key, info)| ObservedEntry::new(info, Some((self.show)(&key)))).collect()
    }
}
