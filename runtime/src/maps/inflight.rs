//! The map of calls in flight: several calls may hold the same key, none is ever refused.

use super::{
    InflightMapBuilder, Live, Stats,
    counters::Counters,
    live::{Copies, Record},
    slab::Slab,
};
use crate::{CallSite, EntryGuard, EntryMap, IntoKey, SharedKeys, keys, lock::lock};
use core::{borrow::Borrow, fmt};
use std::{borrow::Cow, sync::Arc, sync::Mutex, time::Instant, vec::Vec};

/// Calls in flight. Several may hold the same key; entering is never refused.
///
/// The default choice for the attribute. An entry is identified by its place in the map, not by its key: entering and
/// leaving neither hash nor compare keys, and take constant time (entering is amortised). What looks at entries scans
/// them, and may come by as many free places as there ever were entries at once; the memory of that peak is kept.
///
/// There is no `insert`, `remove` or `clear`: an entry enters and leaves through a guard only. Keys and values are
/// dropped, and the guard's caller goes on, after the map's lock is released. `Eq` and `Clone` of keys and values run
/// under that lock where a method below says it compares or clones, and must not use the map.
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
    name: Option<Cow<'static, str>>,
    inner: Mutex<Inner<K, V>>,
}

struct Inner<K, V> {
    slab: Slab<Record<K, V>>,
    counters: Counters,
}

impl<K, V> InflightMap<K, V> {
    /// An empty map. Allocates nothing, and can be the value of a `static`.
    #[must_use]
    pub const fn new() -> Self {
        Self::named(None)
    }

    /// A builder, for what [`new`](Self::new) leaves at its default.
    pub const fn builder() -> InflightMapBuilder<K, V> {
        InflightMapBuilder::new()
    }

    pub(super) const fn named(name: Option<Cow<'static, str>>) -> Self {
        Self { name, inner: Mutex::new(Inner { slab: Slab::new(), counters: Counters::new() }) }
    }

    /// The name that it was built with.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Makes an entry that lives as long as the guard, which borrows the map.
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

    /// How many entries are in the map. Constant time.
    #[must_use]
    pub fn len(&self) -> usize {
        lock(&self.inner).slab.len()
    }

    /// Whether no entry is in the map. Constant time.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether an entry has this key. Scans the entries, comparing keys under the map's lock.
    #[must_use]
    pub fn contains_key<Q: Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        lock(&self.inner).slab.iter().any(|record| record.key.borrow() == key)
    }

    /// How many entries have this key. Scans the entries, comparing keys under the map's lock.
    #[must_use]
    pub fn count<Q: Eq + ?Sized>(&self, key: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        lock(&self.inner).slab.iter().filter(|record| record.key.borrow() == key).count()
    }

    /// A clone of the value of the oldest entry that has this key. Scans the entries, comparing keys and cloning the
    /// value under the map's lock.
    #[must_use]
    pub fn get<Q: Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        V: Clone,
    {
        lock(&self.inner)
            .slab
            .iter()
            .filter(|record| record.key.borrow() == key)
            .min_by_key(|record| record.origin.sequence)
            .map(|record| record.value.clone())
    }

    /// The entry that has been in the map for longest. Scans the entries, cloning one under the map's lock.
    #[must_use]
    pub fn oldest(&self) -> Option<Live<K, V>>
    where
        K: Clone,
        V: Clone,
    {
        let mut copies = Copies::new();
        if let Some(record) = lock(&self.inner).slab.iter().min_by_key(|record| record.origin.sequence) {
            copies.push(record);
        }
        copies.into_live().pop()
    }

    /// All entries, oldest first, as they were at one moment.
    ///
    /// Clones every key and value under the map's lock: O(n), and O(n log n) for the order, which is made after the
    /// lock is released.
    #[must_use]
    pub fn snapshot(&self) -> Vec<Live<K, V>>
    where
        K: Clone,
        V: Clone,
    {
        let mut copies = Copies::new();
        {
            let inner = lock(&self.inner);
            copies.reserve(inner.slab.len());
            inner.slab.iter().for_each(|record| copies.push(record));
        }
        copies.into_live()
    }

    /// What the map has counted, all of it at one moment. Scans the entries for the oldest.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let inner = lock(&self.inner);
        inner.counters.stats(inner.slab.len(), inner.slab.iter().map(|record| &record.origin))
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
        f.debug_struct("InflightMap").field("name", &self.name).field("len", &self.len()).finish_non_exhaustive()
    }
}

/// Identifies one entry of an [`InflightMap`]: its place, which stays its own until it is removed.
#[derive(Debug)]
#[must_use = "nothing else removes the entry"]
pub struct InflightTicket(usize);

impl<K, V> EntryMap for InflightMap<K, V> {
    type Key = K;
    type Keys = keys::Shared;
    type Value = V;
    type Ticket = InflightTicket;

    // Outlined: a copy in every annotated function would only make those large.
    #[inline(never)]
    fn remove_entry(&self, InflightTicket(index): InflightTicket) {
        let removed = {
            let mut inner = lock(&self.inner);
            let removed = inner.slab.remove(index);
            if removed.is_some() {
                inner.counters.leave();
            }
            removed
        };
        drop(removed);
    }
}

impl<K, V> SharedKeys for InflightMap<K, V> {
    #[inline(never)]
    fn insert_entry(&self, key: K, value: V, at: CallSite) -> InflightTicket {
        let entered_at = Instant::now();
        let mut inner = lock(&self.inner);
        let len = inner.slab.len() + 1;
        let origin = inner.counters.enter(len, entered_at, at.location());
        InflightTicket(inner.slab.insert(Record { key, value, origin }))
    }
}
