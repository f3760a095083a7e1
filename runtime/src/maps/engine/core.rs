//! What both maps are: their settings, their books once there is an entry, and the questions that go to all shards.

#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use super::drained::NotDrained;
#[cfg(feature = "drained")]
use super::drained::Waiters;
use super::{
    Excess, Live, Stats,
    books::{Books, Open},
    ledger::Alarm,
    live::{Copies, Origin, Record},
    settings::Settings,
    sync::OnceLock,
    thread,
};
use crate::watch::Sighting;
use core::{
    panic::{RefUnwindSafe, UnwindSafe},
    time::Duration,
};
use scopeguard::ScopeGuard;
#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use std::time::Instant;
use std::{thread::panicking, vec::Vec};

/// What one shard of a map holds.
pub(super) trait Contents {
    type Key;
    type Value;

    fn new() -> Self;

    fn records(&self) -> impl Iterator<Item = Record<&Self::Key, &Self::Value>>;
}

pub(super) struct Sharded<C> {
    settings: Settings,
    /// Made by the first call, so that an empty map can be the value of a `static`.
    books: OnceLock<Books<C>>,
    #[cfg(feature = "drained")]
    waiters: Waiters,
}

// As of a `std::sync::Mutex`: a panic, be it of the callback, leaves the map as it should be, and what a callback leaves
// behind of its own is its owner's affair.
impl<C> UnwindSafe for Sharded<C> {}
impl<C> RefUnwindSafe for Sharded<C> {}

impl<C> Sharded<C> {
    pub(super) const fn new(settings: Settings) -> Self {
        Self {
            settings,
            books: OnceLock::new(),
            #[cfg(feature = "drained")]
            waiters: Waiters::new(),
        }
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.settings.name.as_deref()
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.books.get().map_or(0, Books::len)
    }
}

impl<C: Contents> Sharded<C> {
    #[inline]
    fn books(&self) -> &Books<C> {
        self.books.get_or_init(|| self.make_books())
    }

    #[cold]
    fn make_books(&self) -> Books<C> {
        Books::new(self.settings.shards(), self.settings.terms, C::new)
    }

    /// The shard that `lane` leads to: there are as many lanes as a map may have shards.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "no more than `lane`")]
    pub(super) fn shard(&self, lane: u8) -> u8 {
        (usize::from(lane) & (self.books().shards() - 1)) as u8
    }

    #[inline]
    pub(super) fn open(&self, shard: u8) -> Open<'_, C> {
        self.books().open(usize::from(shard))
    }

    /// Counts the entry that was taken out of the shard, and unlocks it.
    #[inline]
    #[cfg_attr(not(feature = "drained"), expect(clippy::unused_self, reason = "nobody can wait"))]
    pub(super) fn leave(&self, shard: Open<'_, C>) {
        let is_awaited = shard.leave(panicking());
        #[cfg(feature = "drained")]
        if is_awaited {
            self.waiters.wake();
        }
        #[cfg(not(feature = "drained"))]
        let _ = is_awaited;
    }

    pub(super) fn any(&self, is_one: impl FnMut(&C) -> bool) -> bool {
        self.books.get().is_some_and(|books| books.any(is_one))
    }

    pub(super) fn each(&self, look: impl FnMut(&C)) {
        if let Some(books) = self.books.get() {
            books.each(look);
        }
    }

    /// Reports an excess if the entry of `ticket` began or prolonged one. A panic of the callback removes the entry.
    #[inline]
    pub(super) fn reported<T>(&self, alarm: Option<Alarm>, ticket: T, remove: impl FnOnce(T)) -> T {
        let Some(alarm) = alarm else { return ticket };
        let entry = scopeguard::guard(ticket, remove);
        self.report_all(alarm);
        ScopeGuard::into_inner(entry)
    }

    #[cold]
    #[inline(never)]
    fn report_all(&self, first: Alarm) {
        let mut next = Some(first);
        while let Some(alarm) = next {
            self.report(&alarm);
            next = self.books().overdue(thread::stamp());
        }
    }

    fn report(&self, alarm: &Alarm) {
        let _next = scopeguard::guard(self.books(), Books::reported);
        let on_excess = self.settings.on_excess.as_ref();
        if on_excess.is_none() && !cfg!(feature = "tracing") {
            return;
        }
        // The entry of the call that reports is there, and so is an oldest one.
        let (Some(limit), Some(oldest)) = (self.settings.limit(), self.oldest_origin()) else { return };
        let excess = Excess {
            name: self.name(),
            len: alarm.len,
            limit,
            suppressed: alarm.suppressed,
            oldest_age: thread::stamp().since(oldest.stamp),
            oldest_location: oldest.location,
        };
        #[cfg(feature = "tracing")]
        super::event::tell(&excess);
        if let Some(on_excess) = on_excess {
            on_excess(&excess);
        }
    }

    /// Resolves when the map has no entries.
    #[cfg(feature = "drained")]
    pub(super) async fn drained(&self) {
        if let Some(books) = self.books.get() {
            self.waiters.wait(books).await;
        }
    }

    #[cfg(all(feature = "drained", not(target_family = "wasm")))]
    pub(super) fn blocking_drained(&self, timeout: Duration) -> Result<(), NotDrained> {
        let Some(books) = self.books.get() else { return Ok(()) };
        if self.waiters.block(books, Instant::now().checked_add(timeout)) {
            return Ok(());
        }
        let oldest = self.sightings(NotDrained::NAMED);
        // The last ones may have left by now.
        let len = self.len().max(oldest.len());
        if len == 0 { Ok(()) } else { Err(NotDrained { len, oldest }) }
    }

    pub(super) fn stats(&self) -> Stats {
        let totals = self.books.get().map(Books::totals).unwrap_or_default();
        Stats {
            len: totals.len,
            peak: totals.peak,
            entered: totals.left + totals.len as u64,
            left: totals.left,
            left_panicking: totals.left_panicking,
            oldest_age: self.oldest_origin().map(|origin| thread::stamp().since(origin.stamp)),
            limit: self.settings.limit(),
            excesses: totals.excesses,
        }
    }

    /// The oldest entries, oldest first: when and where they were made.
    pub(super) fn sightings(&self, most: usize) -> Vec<Sighting> {
        let mut origins = Vec::new();
        self.oldest_of_each(most, |record| origins.push(record.origin));
        origins.sort_unstable_by_key(|origin| origin.stamp);
        let now = thread::stamp();
        let oldest = origins.into_iter().take(most);
        oldest.map(|origin| origin.sighted(now)).collect()
    }

    /// The same entries with clones of their keys: at most `most` clones a shard, made under its lock.
    pub(super) fn keyed_sightings(&self, most: usize) -> Vec<(C::Key, Sighting)>
    where
        C::Key: Clone,
    {
        let mut keys = Vec::new();
        let mut origins = Vec::new();
        self.oldest_of_each(most, |record| {
            keys.push(record.key.clone());
            origins.push(record.origin);
        });
        let mut keyed: Vec<_> = keys.into_iter().zip(origins).collect();
        keyed.sort_unstable_by_key(|(_, origin)| origin.stamp);
        let now = thread::stamp();
        // Here, since a destructor that panics while something is returned makes Rust lose that.
        keyed.truncate(most);
        keyed.into_iter().map(|(key, origin)| (key, origin.sighted(now))).collect()
    }

    /// Passes on the oldest records of each shard, under its lock and in no order: what is kept of a map that has grown
    /// is as much as was asked for, whatever is in it.
    fn oldest_of_each(&self, most: usize, mut pass_on: impl FnMut(Record<&C::Key, &C::Value>)) {
        self.each(|contents| {
            let mut records: Vec<_> = contents.records().collect();
            if most < records.len() {
                records.select_nth_unstable_by_key(most, |record| record.origin.stamp);
                records.truncate(most);
            }
            records.into_iter().for_each(&mut pass_on);
        });
    }

    fn oldest_origin(&self) -> Option<Origin> {
        let mut oldest = None;
        self.older_and_older(|_| true, |record| oldest = Some(record.origin));
        oldest
    }

    /// Clones of the records that `choose` passes on, oldest first. Shard by shard, under each one's lock.
    fn copies(&self, mut choose: impl FnMut(&C, &mut Copies<C::Key, C::Value>)) -> Vec<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        let mut copies = Copies::new();
        self.each(|contents| choose(contents, &mut copies));
        copies.into_live()
    }

    pub(super) fn snapshot(&self) -> Vec<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        self.copies(|contents, copies| contents.records().for_each(|record| copies.push(record)))
    }

    pub(super) fn stuck(&self, older_than: Duration) -> Vec<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        let now = thread::stamp();
        self.copies(|contents, copies| {
            let stuck = contents.records().filter(|record| now.since(record.origin.stamp) >= older_than);
            stuck.for_each(|record| copies.push(record));
        })
    }

    pub(super) fn oldest(&self) -> Option<Live<C::Key, C::Value>>
    where
        C::Key: Clone,
        C::Value: Clone,
    {
        let mut copies = Copies::new();
        self.older_and_older(|_| true, |record| copies.push(record));
        let mut live = copies.into_live();
        // Here, since a destructor that panics while something is returned makes Rust lose that.
        live.truncate(1);
        live.pop()
    }

    /// Passes on the oldest record of one shard after the other, under its lock, if it is the oldest so far: the last one
    /// is the oldest of all.
    pub(super) fn older_and_older(
        &self,
        matches: impl Fn(Record<&C::Key, &C::Value>) -> bool,
        mut oldest_so_far: impl FnMut(Record<&C::Key, &C::Value>),
    ) {
        let mut oldest = None;
        self.each(|contents| {
            let records = contents.records().filter(|record| matches(*record));
            let Some(record) = records.min_by_key(|record| record.origin.stamp) else { return };
            if oldest.is_none_or(|oldest| record.origin.stamp < oldest) {
                oldest = Some(record.origin.stamp);
                oldest_so_far(record);
            }
        });
    }
}
