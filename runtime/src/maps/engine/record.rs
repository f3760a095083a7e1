//! An entry as its shard stores it, and clones of entries for callers.

use super::{
    super::{EntryInfo, Live},
    thread_clock,
    timestamp::Timestamp,
};
use core::panic::Location;
use std::vec::Vec;

/// An entry; or a view of one, if `K` and `V` are references.
#[derive(Clone, Copy)]
pub(crate) struct Record<K, V> {
    pub(crate) key: K,
    pub(crate) value: V,
    pub(crate) origin: Origin,
}

/// The time and the location in the source at which an entry was inserted.
#[derive(Clone, Copy)]
pub(crate) struct Origin {
    pub(crate) timestamp: Timestamp,
    pub(crate) location: &'static Location<'static>,
}

impl Origin {
    pub(super) fn info(self, now: Timestamp) -> EntryInfo {
        EntryInfo::new(now.since(self.timestamp), self.location)
    }
}

/// Clones of records that are made under a shard's lock.
///
/// A caller declares it before it takes the lock. If a `Clone` panics, the lock is released first, and no clone is
/// dropped under it. For the same reason a clone goes straight into a list, and is never in a local variable.
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

    /// Returns the clones, oldest first.
    pub(super) fn into_live(self) -> Vec<Live<K, V>> {
        let now = thread_clock::now();
        let mut copies: Vec<_> = self.keys.into_iter().zip(self.values).zip(self.origins).collect();
        copies.sort_unstable_by_key(|(_, origin)| origin.timestamp);
        copies
            .into_iter()
            .map(|((key, value), Origin { timestamp, location })| Live {
                key,
                value,
                age: now.since(timestamp),
                location,
            })
            .collect()
    }
}
