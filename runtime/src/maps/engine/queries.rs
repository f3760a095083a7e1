//! The queries over all shards of a map: statistics, listings, and waiting until all shards are empty.
//!
//! Shards are read one after another, each under its lock. User code that runs there (`Clone`, `Eq`, `Borrow`) may
//! panic: the lock is released, and no clone is dropped under it.

#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use super::super::NotDrained;
use super::{
    super::{EntryInfo, Live, Stats},
    core::{Contents, MapCore},
    record::{Copies, Origin, Record},
    shards::Shards,
    thread_clock,
};
use core::time::Duration;
#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use std::time::Instant;
use std::vec::Vec;

impl<C: Contents> MapCore<C> {
    pub(crate) fn any_shard(&self, predicate: impl FnMut(&C) -> bool) -> bool {
        self.shards.get().is_some_and(|shards| shards.any(predicate))
    }

    pub(crate) fn for_each_shard(&self, read: impl FnMut(&C)) {
        if let Some(shards) = self.shards.get() {
            shards.for_each(read);
        }
    }

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
        let mut origins = Vec::new();
        self.oldest_of_each(max, |record| origins.push(record.origin));
        origins.sort_unstable_by_key(|origin| origin.timestamp);
        let now = thread_clock::now();
        let oldest = origins.into_iter().take(max);
        oldest.map(|origin| origin.info(now)).collect()
    }

    /// Returns the same entries with clones of their keys. Clones at most `max` keys per shard, under its lock.
    pub(crate) fn oldest_entries_with_keys(&self, max: usize) -> Vec<(C::Key, EntryInfo)>
    where
        C::Key: Clone,
    {
        let mut keys = Vec::new();
        let mut origins = Vec::new();
        self.oldest_of_each(max, |record| {
            keys.push(record.key.clone());
            origins.push(record.origin);
        });
        let mut keyed: Vec<_> = keys.into_iter().zip(origins).collect();
        keyed.sort_unstable_by_key(|(_, origin)| origin.timestamp);
        let now = thread_clock::now();
        // Drop before returning: rust-lang/rust#47949.
        keyed.truncate(max);
        keyed.into_iter().map(|(key, origin)| (key, origin.info(now))).collect()
    }

    /// Calls `pass_on` with the oldest records of each shard, at most `max` per shard, under its lock and in no
    /// particular order.
    fn oldest_of_each(&self, max: usize, mut pass_on: impl FnMut(Record<&C::Key, &C::Value>)) {
        self.for_each_shard(|contents| {
            let mut records: Vec<_> = contents.records().collect();
            if max < records.len() {
                records.select_nth_unstable_by_key(max, |record| record.origin.timestamp);
                records.truncate(max);
            }
            records.into_iter().for_each(&mut pass_on);
        });
    }

    pub(super) fn oldest_origin(&self) -> Option<Origin> {
        let mut oldest = None;
        self.scan_oldest(|_| true, |record| oldest = Some(record.origin));
        oldest
    }

    /// Returns clones of the records that `choose` pushes, oldest first.
    fn copies(&self, mut choose: impl FnMut(&C, &mut Copies<C::Key, C::Value>)) -> Vec<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        let mut copies = Copies::new();
        self.for_each_shard(|contents| choose(contents, &mut copies));
        copies.into_live()
    }

    pub(crate) fn snapshot(&self) -> Vec<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        self.copies(|contents, copies| contents.records().for_each(|record| copies.push(record)))
    }

    pub(crate) fn stuck(&self, older_than: Duration) -> Vec<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        let now = thread_clock::now();
        self.copies(|contents, copies| {
            let stuck = contents.records().filter(|record| now.since(record.origin.timestamp) >= older_than);
            stuck.for_each(|record| copies.push(record));
        })
    }

    pub(crate) fn oldest(&self) -> Option<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        let mut copies = Copies::new();
        self.scan_oldest(|_| true, |record| copies.push(record));
        let mut live = copies.into_live();
        // Drop before returning: rust-lang/rust#47949.
        live.truncate(1);
        live.pop()
    }

    /// Calls `oldest_so_far` with the oldest matching record of a shard, under its lock, if no earlier shard had an
    /// older one: the last call is with the oldest record of all.
    pub(crate) fn scan_oldest(
        &self,
        matches: impl Fn(Record<&C::Key, &C::Value>) -> bool,
        mut oldest_so_far: impl FnMut(Record<&C::Key, &C::Value>),
    ) {
        let mut oldest = None;
        self.for_each_shard(|contents| {
            let records = contents.records().filter(|record| matches(*record));
            let Some(record) = records.min_by_key(|record| record.origin.timestamp) else { return };
            if oldest.is_none_or(|oldest| record.origin.timestamp < oldest) {
                oldest = Some(record.origin.timestamp);
                oldest_so_far(record);
            }
        });
    }
}
