//! [`Observed`] for [`PendingMap`], so that a registry can export it.

use super::{
    observed::{Observed, ObservedKeys},
    replies::Replies,
};
use crate::maps::{EntryInfo, PendingMap, Stats};
use std::vec::Vec;

impl<K: Send, R: Send, S: Send + Sync> Observed for PendingMap<K, R, S> {
    fn name(&self) -> Option<&str> {
        self.name()
    }

    fn stats(&self) -> Stats {
        self.stats().entries
    }

    fn oldest_entries(&self, max: usize) -> Vec<EntryInfo> {
        self.oldest_entries(max)
    }

    fn replies(&self) -> Option<Replies> {
        let counts = self.counts();
        Some(Replies::new(counts.completed, counts.closed, counts.unclaimed))
    }
}

impl<K: Clone + Send, R: Send, S: Send + Sync> ObservedKeys for PendingMap<K, R, S> {
    type Key = K;

    fn oldest_entries_with_keys(&self, max: usize) -> Vec<(K, EntryInfo)> {
        self.oldest_entries_with_keys(max)
    }
}
