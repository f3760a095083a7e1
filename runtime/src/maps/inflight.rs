//! The map of calls in flight: several calls may hold the same key, none is ever rejected.

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
use std::{sync::Arc, vec::Vec};

/// Calls in flight. Several may hold the same key; entering is never refused.
///
/// The default choice for the attribute. An entry is identified by its place in the map, not by its key: entering and
/// leaving neither hash nor compare keys, and take constant time (amortised, since both may move memory). What looks at
/// entries scans them all.
///
/// The map is core by thread: threads enter side by side, each in a shard of its own as long as there are enough
/// ([`Builder::shards`]). After a burst the memory goes back by itself, but for 240 places a shard.
///
/// There is no `insert`, `remove` or `clear`: an entry enters and leaves through a guard only. Keys and values are
/// dropped, and the guard's caller goes on, after the shard's lock is released. `Eq` and `Clone` of keys and values run
/// under that lock where a method below says it compares or clones, as does `Borrow`, and must not use the map; nor must
/// a panic hook, for a panic of theirs, but for [`len`](Self::len).
///
/// # Panics in keys and values
///
/// | what panics | what comes of it |
/// |---|---|
/// | `Clone` of a key on its way in | the panic leaves the call, and there is no entry |
/// | `Eq`, `Clone`, `Borrow` in a look-up | the panic leaves the look-up; the entries stay, and the lock is released |
/// | `Drop` of a key or value that leaves | the panic leaves the guard's `Drop`; the entry has exited, is counted, and the other one of the two drops, too |
/// | the [callback](Builder::on_excess) | the panic leaves the call, and its entry is removed |
///
/// The map is as usable as before in each case. What Rust does with a destructor that panics, it does here, too: one that
/// runs because of another panic ends the process, and one that runs while a function returns makes it lose what is
/// returned ([rust-lang/rust#47949](https://github.com/rust-lang/rust/issues/47949)).
///
/// # Keys that somebody chose
///
/// Make nothing slow but what scans anyway: entering and leaving do not look at keys, not if all entries have the same.
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

    fn new() -> Self {
        Self::new()
    }

    fn records(&self) -> impl Iterator<Item = Record<&K, &V>> {
        self.iter().map(|Record { key, value, origin }| Record { key, value, origin: *origin })
    }
}

impl<K, V> InflightMap<K, V> {
    /// An empty map. Allocates nothing, and can be the value of a `static`.
    #[must_use]
    pub const fn new() -> Self {
        Self { core: MapCore::new(Settings::DEFAULT) }
    }

    /// A builder, for what [`new`](Self::new) leaves at its default.
    pub const fn builder() -> Builder<Self> {
        Builder::new(())
    }

    /// Makes an entry that lives as long as the guard, which borrows the map.
    ///
    /// # Panics
    ///
    /// If [`on_excess`](Builder::on_excess) does: the entry is gone then.
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
    #[inline]
    #[track_caller]
    pub fn enter(&self, key: impl IntoKey<K>, value: V) -> EntryGuard<&Self> {
        EntryGuard::enter(self, key, value)
    }

    /// Makes an entry that lives as long as the guard, which owns a share of the map and can travel to another
    /// thread or task.
    ///
    /// # Panics
    ///
    /// If [`on_excess`](Builder::on_excess) does: the entry is gone then.
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

    /// Whether an entry has this key. Scans the entries, comparing keys under a shard's lock.
    #[must_use]
    pub fn contains_key<Q: Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.core.any_shard(|records| records.iter().any(|record| record.key.borrow() == key))
    }

    /// How many entries have this key. Scans the entries, comparing keys under a shard's lock.
    #[must_use]
    pub fn count<Q: Eq + ?Sized>(&self, key: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        let mut count = 0;
        self.core.for_each_shard(|records| count += records.iter().filter(|record| record.key.borrow() == key).count());
        count
    }

    /// A clone of the value of the oldest entry that has this key. Scans the entries, comparing keys and cloning values
    /// under a shard's lock, at most one value a shard.
    #[must_use]
    pub fn get<Q: Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        V: Clone,
    {
        let mut values = Vec::new();
        self.core.scan_oldest(|record| K::borrow(record.key) == key, |record| values.push(record.value.clone()));
        let oldest = values.pop();
        // Drop before returning: rust-lang/rust#47949.
        drop(values);
        oldest
    }
}

impl<K, V> Default for InflightMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows the name and the length, never keys or values.
impl<K, V> fmt::Debug for InflightMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InflightMap").field("name", &self.name()).field("len", &self.len()).finish_non_exhaustive()
    }
}

/// Identifies one entry of an [`InflightMap`]: its slot, which is its own until it is removed.
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

    // Outlined: a copy in every annotated function would only make those large.
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
