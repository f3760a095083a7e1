//! An entry as its map keeps it, and as a user sees it.

use super::{stamp::Stamp, thread};
use crate::watch::Sighting;
use core::{panic::Location, time::Duration};
use std::vec::Vec;

/// A live entry, as it was when the map was asked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Live<K, V> {
    /// A clone of its key.
    pub key: K,
    /// A clone of its value.
    pub value: V,
    /// How long ago it was entered.
    ///
    /// The clock moves in ticks, so this is up to one too long or too short: 1 to 10 ms on Linux, as the kernel was
    /// built, 10 to 16 ms on Windows, less elsewhere. Entries of one thread have ages in the order in which they were
    /// made, whatever the clock shows.
    pub age: Duration,
    /// Where it was entered: the annotated function, or the call of `enter`.
    pub location: &'static Location<'static>,
}

/// An entry, or with references as `K` and `V` a look at one.
#[derive(Clone, Copy)]
pub(super) struct Record<K, V> {
    pub(super) key: K,
    pub(super) value: V,
    pub(super) origin: Origin,
}

/// When and where an entry was made.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub(super) stamp: Stamp,
    pub(super) location: &'static Location<'static>,
}

impl Origin {
    pub(super) fn sighted(self, now: Stamp) -> Sighting {
        Sighting::new(now.since(self.stamp), self.location)
    }
}

/// Clones of records, made under a shard's lock.
///
/// It is declared before the lock is taken, so that a `Clone` which panics leaves no clone to be dropped under the
/// lock: keys and values each lie in a list of this, never in a local variable.
pub(super) struct Copies<K, V> {
    keys: Vec<K>,
    values: Vec<V>,
    origins: Vec<Origin>,
}

impl<K: Clone, V: Clone> Copies<K, V> {
    pub(super) const fn new() -> Self {
        Self { keys: Vec::new(), values: Vec::new(), origins: Vec::new() }
    }

    pub(super) fn push(&mut self, record: Record<&K, &V>) {
        self.keys.push(record.key.clone());
        self.values.push(record.value.clone());
        self.origins.push(record.origin);
    }

    /// The copies, oldest first.
    pub(super) fn into_live(self) -> Vec<Live<K, V>> {
        let now = thread::stamp();
        let mut copies: Vec<_> = self.keys.into_iter().zip(self.values).zip(self.origins).collect();
        copies.sort_unstable_by_key(|(_, origin)| origin.stamp);
        copies
            .into_iter()
            .map(|((key, value), Origin { stamp, location })| Live { key, value, age: now.since(stamp), location })
            .collect()
    }
}
