//! The map whose entries may share a key, so that no call is ever rejected.

use super::{
    Builder,
    engine::{
        core::{Contents, MapCore},
        record::{Origin, Record},
        settings::Settings,
        slab::{Slab, SlotIndex},
        thread_clock,
        thread_slot::thread_slot,
    },
};
use crate::entry::{CallSite, EntryGuard, EntryMap, IntoKey, SharedKeys, key_policy};
use core::{borrow::Borrow, fmt};
use std::sync::Arc;

/// A concurrent map of the calls in flight: which calls are running now, how many, and for how long.
///
/// Several entries may have the same key, and no call is ever rejected. This is the default choice for
/// [`#[scoped_entry]`](macro@crate::scoped_entry). If a key may be in the map only once, use a
/// [`UniqueMap`](crate::UniqueMap); if concurrent calls with equal keys should share one result, use a
/// [`FlightMap`](crate::FlightMap). The guide compares the [maps](crate::guide::maps).
///
/// There is no `insert`, `remove` or `clear`: an entry exists exactly as long as its [guard](EntryGuard).
///
/// # Performance
///
/// Inserting and removing an entry take O(1), amortised, since either may allocate or free memory. Queries by key scan
/// all entries: O(n).
///
/// The map is sharded by thread: as long as there are enough shards ([`Builder::shards`]), each thread has its own and
/// threads do not contend. After a burst, the map frees its memory, except for 8 KiB of slots per shard (or one slot, if
/// that is larger) and for chunks, of at most 1,024 slots, that still have an entry of the burst. Such entries do not
/// slow down later calls. The guide has [figures](crate::guide::costs).
///
/// # Locks and user code
///
/// Keys and values are dropped after the shard's lock is released. `Eq`, `Borrow` and `Clone` of keys and values run
/// under the lock in methods whose documentation says that they compare or clone. These implementations must not use
/// the map, except for [`len`](Self::len) and [`is_empty`](Self::is_empty): they would deadlock. The same applies to a
/// panic hook that runs when one of them panics.
///
/// # Panics in keys and values
///
/// The map remains consistent and usable after each of these panics:
///
/// | panicking code | effect |
/// |---|---|
/// | `Clone` of a key to be inserted | the panic propagates to the caller; no entry is inserted |
/// | `Eq`, `Borrow` or `Clone` in a query | the panic propagates to the caller; the lock is released, and no entry changes |
/// | `Drop` of a removed key or value | the panic propagates from the guard's `Drop`; the entry is removed and counted, and both key and value are dropped |
/// | [`on_excess`](Builder::on_excess) | the panic propagates to the caller; the call's entry is removed |
///
/// Rust's rules for panics in destructors apply: a second panic during unwinding aborts the process, and a panic while
/// a function returns leaks the returned value
/// ([rust-lang/rust#47949](https://github.com/rust-lang/rust/issues/47949)).
///
/// # Hostile keys
///
/// Inserting and removing never hash or compare keys, so they stay fast even if all entries have the same key. Queries
/// by key scan all entries anyway.
///
/// # Examples
///
/// ```
/// use scoped_entry::{InflightMap, scoped_entry};
///
/// static INFLIGHT: InflightMap<u64> = InflightMap::new();
///
/// #[scoped_entry(map = INFLIGHT, key = id)]
/// fn handle(id: u64) -> usize {
///     INFLIGHT.count(&id)
/// }
///
/// assert_eq!(handle(7), 1);
/// assert!(INFLIGHT.is_empty());
/// ```
pub struct InflightMap<K, V = ()> {
    pub(super) core: MapCore<Slab<Record<K, V>>>,
}

impl<K, V> Contents for Slab<Record<K, V>> {
    type Key = K;
    type Value = V;

    const OLDEST_FIRST: bool = true;

    fn new() -> Self {
        Self::new()
    }

    fn parts(&self) -> usize {
        self.chunks()
    }

    fn part(&self, number: usize) -> impl Iterator<Item = Record<&K, &V>> {
        self.chunk(number).map(|Record { key, value, origin }| Record { key, value, origin: *origin })
    }
}

impl<K, V> InflightMap<K, V> {
    /// Creates an empty map with default settings. Allocates nothing, and can initialise a `static`.
    #[must_use]
    pub const fn new() -> Self {
        Self { core: MapCore::new(Settings::DEFAULT) }
    }

    /// Returns a builder, to set a name, a limit, a report or the number of shards.
    #[doc(alias = "config")]
    pub const fn builder() -> Builder<Self> {
        Builder::new(())
    }

    /// Inserts an entry and returns its guard, which borrows the map. Dropping the guard removes the entry. O(1),
    /// amortised.
    ///
    /// # Panics
    ///
    /// - If [`on_excess`](Builder::on_excess) panics. The entry is then removed.
    /// - If the thread's shard already has 2³² − 6,160 entries, or fewer if an entry is larger than 64 bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::InflightMap;
    ///
    /// let uploads = InflightMap::<String, u32>::new();
    /// let first = uploads.enter("report.pdf", 1);
    /// let second = uploads.enter("report.pdf", 2);
    /// assert_eq!(uploads.count("report.pdf"), 2);
    /// drop(first);
    /// assert_eq!(uploads.get("report.pdf"), Some(2));
    /// ```
    #[doc(alias = "insert")]
    #[doc(alias = "increment")]
    #[inline]
    #[track_caller]
    pub fn enter(&self, key: impl IntoKey<K>, value: V) -> EntryGuard<&Self> {
        EntryGuard::enter(self, key, value)
    }

    /// Inserts an entry and returns its guard, which owns an `Arc` of the map, so that it can move to another thread or
    /// task. Dropping the guard removes the entry. O(1), amortised.
    ///
    /// # Panics
    ///
    /// As [`enter`](Self::enter).
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::InflightMap;
    /// use std::{sync::Arc, thread};
    ///
    /// let jobs = Arc::new(InflightMap::<u32>::new());
    /// let guard = jobs.enter_owned(1, ());
    /// let job = thread::spawn(move || drop(guard));
    /// job.join().unwrap();
    /// assert!(jobs.is_empty());
    /// ```
    #[inline]
    #[track_caller]
    pub fn enter_owned(self: &Arc<Self>, key: impl IntoKey<K>, value: V) -> EntryGuard<Arc<Self>> {
        EntryGuard::enter(Arc::clone(self), key, value)
    }

    /// Returns whether an entry has this key. O(n): compares keys until one is equal, at most 1,024 under a shard's lock
    /// at a time.
    #[doc(alias = "exists")]
    #[must_use]
    pub fn contains_key<Q: Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.core.any_part(|records, part| records.part(part.number).any(|record| record.key.borrow() == key))
    }

    /// Returns the number of entries with this key. O(n): compares the keys of all entries, at most 1,024 under a
    /// shard's lock at a time.
    ///
    /// Not atomic: entries inserted or removed meanwhile may or may not be counted.
    #[must_use]
    pub fn count<Q: Eq + ?Sized>(&self, key: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        self.core.count(|record| K::borrow(record.key) == key)
    }

    /// Returns a clone of the value of the oldest entry with this key, or `None`. O(n): compares the keys of all
    /// entries, at most 1,024 under a shard's lock at a time, and clones at most one value of these there.
    #[must_use]
    pub fn get<Q: Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        V: Clone,
    {
        self.core.value_of_oldest(|record| K::borrow(record.key) == key)
    }
}

impl<K, V> Default for InflightMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

/// Formats the name and the length, never keys or values.
impl<K, V> fmt::Debug for InflightMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InflightMap").field("name", &self.name()).field("len", &self.len()).finish_non_exhaustive()
    }
}

/// Identifies an entry of an [`InflightMap`] by its slot, which is not reused before the entry is removed.
#[derive(Debug)]
#[must_use = "nothing else removes the entry"]
pub struct InflightTicket {
    shard: u8,
    index: SlotIndex,
}

impl<K, V> EntryMap for InflightMap<K, V> {
    type Key = K;
    type KeyPolicy = key_policy::Shared;
    type Value = V;
    type Ticket = InflightTicket;

    // Not inlined: a copy in every annotated function would cost code size and gain nothing.
    #[inline(never)]
    fn remove_entry(&self, InflightTicket { shard, index }: InflightTicket) {
        let mut locked = self.core.lock_shard(shard);
        let removed = locked.contents().remove(index);
        if removed.is_some() {
            self.core.exit(locked);
        } else {
            drop(locked);
        }
        drop(removed);
    }
}

impl<K, V> SharedKeys for InflightMap<K, V> {
    /// Inserts an entry. O(1), amortised.
    ///
    /// # Panics
    ///
    /// As [`enter`](Self::enter).
    #[inline(never)]
    fn insert_entry(&self, key: K, value: V, at: CallSite) -> InflightTicket {
        let timestamp = thread_clock::now();
        let record = Record { key, value, origin: Origin { timestamp, location: at.location() } };
        let shard = self.core.shard_of(thread_slot());
        let mut locked = self.core.lock_shard(shard);
        let index = locked.contents().insert(record);
        let due = locked.enter(timestamp);
        self.core.report_if_due(due, InflightTicket { shard, index }, |ticket| self.remove_entry(ticket))
    }
}

impl<K, V> Builder<InflightMap<K, V>> {
    /// Builds the map.
    #[must_use]
    pub fn build(self) -> InflightMap<K, V> {
        let (settings, ()) = self.into_parts();
        InflightMap { core: MapCore::new(settings) }
    }
}
