//! The common part of all maps: their settings, their shards once there is an entry, and the queries over all shards.

#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use super::super::NotDrained;
#[cfg(feature = "drained")]
use super::drained::Waiters;
use super::{
    super::{EntryInfo, Excess, Live, Stats},
    limit::DueReport,
    record::{Copies, Origin, Record},
    settings::Settings,
    shards::{LockedShard, Shards},
    sync::OnceLock,
    thread_clock,
};
use core::{
    panic::{RefUnwindSafe, UnwindSafe},
    time::Duration,
};
use scopeguard::ScopeGuard;
#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use std::time::Instant;
use std::{thread::panicking, vec::Vec};

/// The contents of one shard.
pub(crate) trait Contents {
    type Key;
    type Value;

    fn new() -> Self;

    fn records(&self) -> impl Iterator<Item = Record<&Self::Key, &Self::Value>>;
}

pub(crate) struct MapCore<C> {
    settings: Settings,
    /// Created by the first call, so that an empty map can be the value of a `static`.
    shards: OnceLock<Shards<C>>,
    #[cfg(feature = "drained")]
    waiters: Waiters,
}

// As a `std::sync::Mutex` is: a panic, even one of the callback, leaves the map consistent. Whether the callback's own
// state is consistent is up to its owner.
impl<C> UnwindSafe for MapCore<C> {}
impl<C> RefUnwindSafe for MapCore<C> {}

impl<C> MapCore<C> {
    pub(crate) const fn new(settings: Settings) -> Self {
        Self {
            settings,
            shards: OnceLock::new(),
            #[cfg(feature = "drained")]
            waiters: Waiters::new(),
        }
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.settings.name.as_deref()
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.shards.get().map_or(0, Shards::len)
    }
}

impl<C: Contents> MapCore<C> {
    #[inline]
    fn shards(&self) -> &Shards<C> {
        self.shards.get_or_init(|| self.make_shards())
    }

    #[cold]
    fn make_shards(&self) -> Shards<C> {
        Shards::new(self.settings.shards(), self.settings.limit_config, C::new)
    }

    /// The shard that a number leads to: the slot of a thread, or bits of a hash, below the most shards that a map can have.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "no more than `number`")]
    pub(crate) fn shard_of(&self, number: u8) -> u8 {
        (usize::from(number) & (self.shards().count() - 1)) as u8
    }

    #[inline]
    pub(crate) fn lock_shard(&self, shard: u8) -> LockedShard<'_, C> {
        self.shards().lock_shard(usize::from(shard))
    }

    /// Counts the entry that was removed from the shard, unlocks it, and wakes those who wait for an empty map.
    #[inline]
    #[cfg_attr(not(feature = "drained"), expect(clippy::unused_self, reason = "no caller can wait"))]
    pub(crate) fn exit(&self, shard: LockedShard<'_, C>) {
        let is_awaited = shard.exit(panicking());
        #[cfg(feature = "drained")]
        if is_awaited {
            self.waiters.wake();
        }
        #[cfg(not(feature = "drained"))]
        let _ = is_awaited;
    }

    pub(crate) fn any_shard(&self, predicate: impl FnMut(&C) -> bool) -> bool {
        self.shards.get().is_some_and(|shards| shards.any(predicate))
    }

    pub(crate) fn for_each_shard(&self, read: impl FnMut(&C)) {
        if let Some(shards) = self.shards.get() {
            shards.for_each(read);
        }
    }

    /// Reports an excess if the entry of `ticket` began or prolonged one. If the callback panics, the entry is removed.
    #[inline]
    pub(crate) fn report_if_due<T>(&self, due: Option<DueReport>, ticket: T, remove: impl FnOnce(T)) -> T {
        let Some(due) = due else { return ticket };
        let entry = scopeguard::guard(ticket, remove);
        self.report_all(due);
        ScopeGuard::into_inner(entry)
    }

    #[cold]
    #[inline(never)]
    fn report_all(&self, first: DueReport) {
        let mut next = Some(first);
        while let Some(due) = next {
            self.report(&due);
            next = self.shards().overdue_report(thread_clock::now());
        }
    }

    fn report(&self, due: &DueReport) {
        let _finish = scopeguard::guard(self.shards(), Shards::report_finished);
        let on_excess = self.settings.on_excess.as_ref();
        if on_excess.is_none() && !cfg!(feature = "tracing") {
            return;
        }
        // The call that reports has an entry, so there is an oldest one.
        let (Some(limit), Some(oldest)) = (self.settings.limit(), self.oldest_origin()) else { return };
        let excess = Excess {
            name: self.name(),
            len: due.len,
            limit,
            suppressed: due.suppressed,
            oldest_age: thread_clock::now().since(oldest.timestamp),
            oldest_location: oldest.location,
        };
        #[cfg(feature = "tracing")]
        crate::observe::tracing::emit(&excess);
        if let Some(on_excess) = on_excess {
            on_excess(&excess);
        }
    }

    /// Resolves when the map has no entries.
    #[cfg(feature = "drained")]
    pub(crate) async fn drained(&self) {
        if let Some(shards) = self.shards.get() {
            self.waiters.wait(shards).await;
        }
    }

    #[cfg(all(feature = "drained", not(target_family = "wasm")))]
    pub(crate) fn blocking_drained(&self, timeout: Duration) -> Result<(), NotDrained> {
        let Some(shards) = self.shards.get() else { return Ok(()) };
        if self.waiters.block(shards, Instant::now().checked_add(timeout)) {
            return Ok(());
        }
        let oldest = self.oldest_entries(NotDrained::LISTED);
        // The last entries may have exited by now.
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

    /// The oldest entries, oldest first: their ages and locations.
    pub(crate) fn oldest_entries(&self, max: usize) -> Vec<EntryInfo> {
        let mut origins = Vec::new();
        self.oldest_of_each(max, |record| origins.push(record.origin));
        origins.sort_unstable_by_key(|origin| origin.timestamp);
        let now = thread_clock::now();
        let oldest = origins.into_iter().take(max);
        oldest.map(|origin| origin.info(now)).collect()
    }

    /// The same entries with clones of their keys: at most `max` clones per shard, made under its lock.
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

    /// Passes on the oldest records of each shard, under its lock and in no order: the caller keeps at most `max` per shard,
    /// however many there are.
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

    fn oldest_origin(&self) -> Option<Origin> {
        let mut oldest = None;
        self.scan_oldest(|_| true, |record| oldest = Some(record.origin));
        oldest
    }

    /// Clones of the records that `choose` passes on, oldest first. Read shard by shard, each under its lock.
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

    /// Passes on the oldest record of one shard after another, under its lock, if it is the oldest so far: the last one
    /// passed on is the oldest of all.
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
