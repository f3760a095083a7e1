//! A map of flights as those see it who watch it.

use super::FlightMap;
use crate::{
    Stats,
    watch::{Sighting, Watched, WatchedKeys},
};
use std::vec::Vec;

impl<K: Send, T: Send + Sync, S: Send + Sync> Watched for FlightMap<K, T, S> {
    fn name(&self) -> Option<&str> {
        self.name()
    }

    fn stats(&self) -> Stats {
        self.flights.stats()
    }

    fn sightings(&self, most: usize) -> Vec<Sighting> {
        self.flights.sightings(most)
    }
}

impl<K: Clone + Send, T: Send + Sync, S: Send + Sync> WatchedKeys for FlightMap<K, T, S> {
    type Key = K;

    fn keyed_sightings(&self, most: usize) -> Vec<(K, Sighting)> {
        self.flights.keyed_sightings(most)
    }
}
