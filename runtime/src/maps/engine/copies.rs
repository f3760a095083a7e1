//! Clones of entries for callers, and which of them are wanted.

use super::{
    super::{EntryInfo, Live},
    record::{Origin, Record},
    thread_clock,
    timestamp::Timestamp,
};
use std::vec::Vec;

/// Clones of the oldest records, which are made under a shard's lock: of at most `max` of them, or of all.
///
/// A caller declares it before it takes the lock. If a `Clone` panics, the lock is released first, and no clone is
/// dropped under it. For the same reason a clone goes straight into a list, and is never in a local variable.
pub(super) struct Copies<K, V> {
    max: usize,
    keys: Vec<K>,
    values: Vec<V>,
    origins: Vec<(Origin, usize)>,
    /// Records that are not older than this are not wanted: there are `max` older ones.
    wanted_before: Option<Timestamp>,
    /// Whether a shard was read twice, so that there may be two clones of a record.
    has_duplicates: bool,
}

/// Clones that are not wanted are dropped when there are so many, and `max` more.
const SPARE: usize = 1024;

impl<K, V> Copies<K, V> {
    pub(super) const fn of_the_oldest(max: usize) -> Self {
        Self {
            max,
            keys: Vec::new(),
            values: Vec::new(),
            origins: Vec::new(),
            wanted_before: None,
            has_duplicates: false,
        }
    }

    #[inline]
    pub(super) fn wants(&self, origin: Origin) -> bool {
        self.max > 0 && self.wanted_before.is_none_or(|before| origin.timestamp < before)
    }

    pub(super) const fn max(&self) -> usize {
        self.max
    }

    /// Adds a record of the shard.
    pub(super) fn push<A, B>(&mut self, shard: usize, record: Record<&A, &B>, key: fn(&A) -> K, value: fn(&B) -> V) {
        self.keys.push(key(record.key));
        self.values.push(value(record.value));
        self.origins.push((record.origin, shard));
    }

    /// Records that a shard is read again, whose timestamps are unique.
    pub(super) const fn expect_duplicates(&mut self) {
        self.has_duplicates = true;
    }

    /// Drops clones that are not wanted, if there are many. The caller must hold no lock.
    pub(super) fn prune(&mut self) {
        if self.origins.len() > self.max.saturating_add(SPARE) {
            let kept = self.take_oldest();
            self.wanted_before = kept.get(self.max.saturating_sub(1)).map(|(_, (origin, _))| origin.timestamp);
            for ((key, value), origin) in kept {
                self.keys.push(key);
                self.values.push(value);
                self.origins.push(origin);
            }
        }
    }

    /// Returns the oldest records, oldest first, at most `max`.
    fn take_oldest(&mut self) -> Vec<((K, V), (Origin, usize))> {
        let keyed = self.keys.drain(..).zip(self.values.drain(..));
        let mut copies: Vec<_> = keyed.zip(self.origins.drain(..)).collect();
        copies.sort_unstable_by_key(|(_, (origin, shard))| (origin.timestamp, *shard));
        if self.has_duplicates {
            copies.dedup_by_key(|(_, (origin, shard))| (origin.timestamp, *shard));
        }
        copies.truncate(self.max);
        copies
    }

    /// Returns the clones, oldest first.
    pub(super) fn into_live(mut self) -> Vec<Live<K, V>> {
        let now = thread_clock::now();
        let oldest = self.take_oldest();
        oldest
            .into_iter()
            .map(|((key, value), (Origin { timestamp, location }, _))| Live {
                key,
                value,
                age: now.since(timestamp),
                location,
            })
            .collect()
    }

    /// Returns the clones of the keys, oldest first.
    pub(super) fn into_infos(mut self) -> Vec<(K, EntryInfo)> {
        let now = thread_clock::now();
        let oldest = self.take_oldest();
        oldest.into_iter().map(|((key, _), (origin, _))| (key, origin.info(now))).collect()
    }
}
