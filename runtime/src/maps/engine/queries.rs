//! The queries over all shards of a map: statistics, listings, and waiting until all shards are empty.
//!
//! Shards are read one after another, in parts, each under the shard's lock. User code that runs there (`Clone`, `Eq`,
//! `Borrow`) may panic: the lock is released, and no clone is dropped under it.

#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use super::super::NotDrained;
use super::{
    super::{EntryInfo, Live, Stats, Stuck},
    copies::Copies,
    core::{Contents, MapCore},
    record::{Origin, Record},
    shards::Shards,
    thread_clock,
};
use core::time::Duration;
#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use std::time::Instant;
use std::vec::Vec;

impl<C: Contents> MapCore<C> {
    /// Resolves once the map has been empty at least once after the first poll.
    #[cfg(feature = "drained")]
    pub(crate) async fn drained(&self) {
        if let Some(shards) = self.shards.get() {
            self.waiters.wait(shards).await;
        }
    }

    /// Blocks until the map has been empty at least once after the call, or until `timeout` has passed.
    #[cfg(all(feature = "drained", not(target_family = "wasm")))]
    pub(crate) fn blocking_drained(&self, timeout: Duration) -> Result<(), NotDrained> {
        let Some(shards) = self.shards.get() else { return Ok(()) };
        if self.waiters.block(shards, Instant::now().checked_add(timeout)) {
            return Ok(());
        }
        let oldest = self.oldest_entries(NotDrained::LISTED);
        // The last entries may have exited since the timeout.
        let len = self.len().max(oldest.len());
        if len == 0 { Ok(()) } else { Err(NotDrained { len, oldest }) }
    }

    pub(crate) fn stats(&self) -> Stats {
        let totals = self.shards.get().map(Shards::totals).unwrap_or_default();
        Stats {
            len: totals.len,
            peak: totals.peak,
            entered: totals.exited + totals.len as u64,
            exited: totals.exited,
            exited_panicking: totals.exited_panicking,
            oldest_age: self.oldest_origin().map(|origin| thread_clock::now().since(origin.timestamp)),
            limit: self.settings.limit(),
            excesses: totals.excesses,
        }
    }

    /// Returns the ages and locations of the oldest entries, oldest first, at most `max`.
    pub(crate) fn oldest_entries(&self, max: usize) -> Vec<EntryInfo> {
        let mut copies = Copies::of_the_oldest(max);
        self.copy_oldest(&mut copies, |_| true, |_| (), |_| ());
        copies.into_infos().into_iter().map(|((), info)| info).collect()
    }

    /// Returns the same entries with clones of their keys. Clones at most `max` keys per part of a shard, under its
    /// lock.
    pub(crate) fn oldest_entries_with_keys(&self, max: usize) -> Vec<(C::Key, EntryInfo)>
    where
        C::Key: Clone,
    {
        let mut copies = Copies::of_the_oldest(max);
        self.copy_oldest(&mut copies, |_| true, C::Key::clone, |_| ());
        copies.into_infos()
    }

    pub(super) fn oldest_origin(&self) -> Option<Origin> {
        let mut oldest: Option<Origin> = None;
        self.read_parts(
            Self::parts_per_lock(1),
            &mut oldest,
            |oldest, contents, part| {
                let origins = contents.part(part.number).map(|record| record.origin);
                let of_part = first_or_min(origins, C::OLDEST_FIRST, |origin| origin.timestamp);
                let is_older = |found: &Origin| oldest.is_none_or(|oldest| found.timestamp < oldest.timestamp);
                if let Some(found) = of_part.filter(is_older) {
                    *oldest = Some(found);
                }
                true
            },
            |_| {},
        );
        oldest
    }

    /// Returns the number of parts to read under one lock if at most `max` records of each are wanted: if the first
    /// records of a part are its oldest, the others are not read.
    fn parts_per_lock(max: usize) -> usize {
        if C::OLDEST_FIRST { (1024 / max.max(1)).clamp(1, 64) } else { 1 }
    }

    /// Clones the oldest records for which `matches` returns true.
    fn copy_oldest<K, V>(
        &self,
        copies: &mut Copies<K, V>,
        matches: impl Fn(Record<&C::Key, &C::Value>) -> bool,
        key: fn(&C::Key) -> K,
        value: fn(&C::Value) -> V,
    ) {
        self.read_parts(
            Self::parts_per_lock(copies.max()),
            copies,
            |copies, contents, part| {
                if part.is_again {
                    copies.expect_duplicates();
                }
                let max = copies.max();
                if C::OLDEST_FIRST {
                    let records = contents.part(part.number).filter(|record| matches(*record)).take(max);
                    for record in records {
                        if !copies.wants(record.origin) {
                            break;
                        }
                        copies.push(part.shard, record, key, value);
                    }
                } else {
                    let records = contents.part(part.number).filter(|record| copies.wants(record.origin));
                    let mut records: Vec<_> = records.filter(|record| matches(*record)).collect();
                    if max < records.len() {
                        records.select_nth_unstable_by_key(max, |record| record.origin.timestamp);
                        records.truncate(max);
                    }
                    for record in records {
                        copies.push(part.shard, record, key, value);
                    }
                }
                true
            },
            Copies::prune,
        );
    }

    /// Returns clones of the oldest records for which `matches` returns true, oldest first, at most `max`.
    fn live(&self, max: usize, matches: impl Fn(Record<&C::Key, &C::Value>) -> bool) -> Vec<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        let mut copies = Copies::of_the_oldest(max);
        self.copy_oldest(&mut copies, matches, C::Key::clone, C::Value::clone);
        copies.into_live()
    }

    pub(crate) fn snapshot(&self) -> Vec<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        self.live(usize::MAX, |_| true)
    }

    pub(crate) fn stuck(&self, older_than: Duration) -> Vec<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        let now = thread_clock::now();
        self.live(usize::MAX, |record| now.since(record.origin.timestamp) >= older_than)
    }

    pub(crate) fn oldest_stuck(&self, older_than: Duration, max: usize) -> Stuck<C::Key, C::Value>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        let now = thread_clock::now();
        let is_stuck = |record: Record<&C::Key, &C::Value>| now.since(record.origin.timestamp) >= older_than;
        let oldest = self.live(max, is_stuck);
        let total = self.count(is_stuck).max(oldest.len());
        Stuck { total, oldest }
    }

    /// Returns the number of records for which `matches` returns true: of those that are in the parts when these are
    /// read.
    pub(crate) fn count(&self, matches: impl Fn(Record<&C::Key, &C::Value>) -> bool) -> usize {
        let (mut before, mut of_shard) = (0, 0);
        self.for_each_part(|contents, part| {
            if part.number == 0 {
                before += if part.is_again { 0 } else { of_shard };
                of_shard = 0;
            }
            of_shard += contents.part(part.number).filter(|record| matches(*record)).count();
        });
        before + of_shard
    }

    pub(crate) fn oldest(&self) -> Option<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        self.live(1, |_| true).pop()
    }

    /// Returns a clone of the value of the oldest matching record.
    pub(crate) fn value_of_oldest(&self, matches: impl Fn(Record<&C::Key, &C::Value>) -> bool) -> Option<C::Value>
    where
        C::Value: Clone,
    {
        let mut copies = Copies::of_the_oldest(1);
        self.copy_oldest(&mut copies, matches, |_| (), C::Value::clone);
        copies.into_live().pop().map(|live| live.value)
    }
}

/// Returns the first item, or the one with the least key.
fn first_or_min<T, K: Ord>(mut items: impl Iterator<Item = T>, is_first: bool, key: impl Fn(&T) -> K) -> Option<T> {
    if is_first { items.next() } else { items.min_by_key(key) }
}
