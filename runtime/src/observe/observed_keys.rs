//! A map together with what shows its keys.

use super::{Sighting, Watched};
use crate::{InflightMap, Stats, UniqueMap};
use core::ops::Deref;
use std::{
    string::String,
    sync::{Arc, LazyLock},
    vec::Vec,
};

/// A map that can be asked for the keys of its oldest entries.
///
/// Implemented by [`InflightMap`], [`UniqueMap`] and `FlightMap` whose keys are `Clone`; what
/// [`Registry::watch_with_keys`](super::Registry::watch_with_keys) takes.
pub trait WatchedKeys: Watched {
    /// The keys of its entries.
    type Key;

    /// Its oldest entries, oldest first, at most `most` of them, each with a clone of its key.
    ///
    /// The maps of this crate clone under a shard's lock, at most `most` keys a shard.
    fn keyed_sightings(&self, most: usize) -> Vec<(Self::Key, Sighting)>;
}

impl<K: Clone + Send, V: Send> WatchedKeys for InflightMap<K, V> {
    type Key = K;

    fn keyed_sightings(&self, most: usize) -> Vec<(K, Sighting)> {
        self.keyed_sightings(most)
    }
}

impl<K: Clone + Send, V: Send, S: Send + Sync> WatchedKeys for UniqueMap<K, V, S> {
    type Key = K;

    fn keyed_sightings(&self, most: usize) -> Vec<(K, Sighting)> {
        self.keyed_sightings(most)
    }
}

impl<M: WatchedKeys, F: FnOnce() -> M + Send> WatchedKeys for LazyLock<M, F> {
    type Key = M::Key;

    fn keyed_sightings(&self, most: usize) -> Vec<(M::Key, Sighting)> {
        (**self).keyed_sightings(most)
    }
}

/// An entry as a page for people shows it: with its key, if its map was registered with them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Shown {
    /// How old it is and where it was made.
    pub sighting: Sighting,
    /// Its key as text.
    pub key: Option<String>,
}

impl Shown {
    /// An entry of a map of your own.
    #[must_use]
    pub const fn new(sighting: Sighting, key: Option<String>) -> Self {
        Self { sighting, key }
    }
}

/// What a registry makes of a map that it may show the keys of.
pub(super) struct Keyed<P, F> {
    pub(super) map: P,
    pub(super) show: Arc<F>,
}

impl<P, F> Watched for Keyed<P, F>
where
    P: Deref<Target: WatchedKeys> + Send + Sync,
    F: Fn(&<P::Target as WatchedKeys>::Key) -> String + Send + Sync,
{
    fn name(&self) -> Option<&str> {
        self.map.name()
    }

    fn stats(&self) -> Stats {
        self.map.stats()
    }

    fn sightings(&self, most: usize) -> Vec<Sighting> {
        self.map.sightings(most)
    }

    fn shown(&self, most: usize) -> Vec<Shown> {
        let entries = self.map.keyed_sightings(most).into_iter();
        entries.map(|(key, sighting)| Shown::new(sighting, Some((self.show)(&key)))).collect()
    }
}
