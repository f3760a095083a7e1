//! [`Observed`] for [`FlightMap`], so that a registry can export it.

use super::{map::FlightMap, stats::Tally};
use crate::{
    maps::{EntryInfo, Stats},
    observe::{Observed, ObservedKeys, Waits},
    poison::lock,
};
use std::vec::Vec;

impl<K: Send, T: Send + Sync, S: Send + Sync> Observed for FlightMap<K, T, S> {
    fn name(&self) -> Option<&str> {
        self.name()
    }

    fn stats(&self) -> Stats {
        self.flights.stats()
    }

    fn oldest_entries(&self, max: usize) -> Vec<EntryInfo> {
        self.flights.oldest_entries(max)
    }

    fn waits(&self) -> Option<Waits> {
        let Tally { served, promotions, .. } = *lock(&self.waits.tally);
        Some(Waits::new(self.waits.now.stats(), served, promotions))
    }
}

impl<K: Clone + Send, T: Send + Sync, S: Send + Sync> ObservedKeys for FlightMap<K, T, S> {
    type Key = K;

    fn oldest_entries_with_keys(&self, max: usize) -> Vec<(K, EntryInfo)> {
        self.flights.oldest_entries_with_keys(max)
    }
}
