//! A [`FlightMap`] as exporters and the page see it.

use super::map::FlightMap;
use crate::{
    maps::{EntryInfo, Stats},
    observe::{Observed, ObservedKeys},
};
use std::vec::Vec;

impl<K: Send, T: Send + Sync, S: Send + Sync> Observed for FlightMap<K, T, S> {
    fn name(&self) -> Option<&str> {
        self.name()
    }

    fn stats(&self) -> Stats {
        self.flights.stats()
    }

    fn oldest_entries(&self, most: usize) -> Vec<EntryInfo> {
        self.flights.oldest_entries(most)
    }
}

impl<K: Clone + Send, T: Send + Sync, S: Send + Sync> ObservedKeys for FlightMap<K, T, S> {
    type Key = K;

    fn oldest_entries_with_keys(&self, most: usize) -> Vec<(K, EntryInfo)> {
        self.flights.oldest_entries_with_keys(most)
    }
}
