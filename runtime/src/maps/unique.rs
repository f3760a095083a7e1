//! The map with one entry per key, for idempotency and for finding the call that is already at work.

use super::{
    Live, Stats, UniqueMapBuilder,
    counters::Counters,
    live::{Copies, Record},
};
use crate::{CallSite, EntryGuard, EntryMap, IntoKey, Occupied, UniqueKeys, keys, lock::lock};
use core::{
    borrow::Borrow,
    fmt,
    hash::{BuildHasher, Hash},
};
use hashbrown::HashTable;
use std::{borrow::Cow, collections::hash_map::RandomState, sync::Arc, sync::Mutex, time::Instant, vec::Vec};

/// Calls in flight with one entry per key: a call whose key is taken has to say what it does instead.
///
/// Entering, leaving and looking up take constant time (entering is amortised). An entry is identified by a number
/// that no other entry of the map ever has, so a guard cannot remove the entry of a successor.
///
/// There is no `insert`, `remove` or `clear`: an entry enters and leaves through a guard only. Keys and values are
/// dropped after the map's lock is released. `Hash` of a key runs before the lock is taken; `Eq` of keys, and `Clone`
/// where a method below says it clones, run under it and must not use the map.
///
/// The default hasher resists keys that a client chooses to collide; a faster one is yours to choose with
/// [`with_hasher`](Self::with_hasher).
///
/// # Examples
///
/// ```
/// use scoped_entry::{UniqueMap, scoped_entry};
///
/// struct Service {
///     payments: UniqueMap<String>,
/// }
///
/// impl Service {
///     #[scoped_entry(map = self.payments, key = idempotency_key, occupied = return Err("already being paid"))]
///     fn pay(&self, idempotency_key: &str) -> Result<(), &'static str> {
///         assert!(self.payments.contains_key(idempotency_key));
///         Ok(())
///     }
/// }
///
/// let service = Service { payments: UniqueMap::new() };
/// assert_eq!(service.pay("k-1"), Ok(()));
/// let guard = service.payments.try_enter("k-1", ()).unwrap();
/// assert_eq!(service.pay("k-1"), Err("already being paid"));
/// # drop(guard);
/// ```
pub struct UniqueMap<K, V = (), S = RandomState> {
    name: Option<Cow<'static, str>>,
    hasher: S,
    inner: Mutex<Inner<K, V>>,
}

struct Inner<K, V> {
    table: HashTable<Hashed<K, V>>,
    counters: Counters,
}

/// Keeps its hash, so that a table that grows never calls a user's `Hash` under the lock.
struct Hashed<K, V> {
    hash: u64,
    record: Record<K, V>,
}

impl<K, V> UniqueMap<K, V> {
    /// An empty map. Allocates nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }

    /// A builder, for what [`new`](Self::new) leaves at its default.
    pub fn builder() -> UniqueMapBuilder<K, V> {
        UniqueMapBuilder::new()
    }
}

impl<K, V, S> UniqueMap<K, V, S> {
    /// An empty map that hashes its keys with `hasher`. Allocates nothing, and can be the value of a `static` if the
    /// hasher can.
    ///
    /// Where keys come from clients, a hasher that can be predicted lets them make the map slow.
    #[must_use]
    pub const fn with_hasher(hasher: S) -> Self {
        Self::named(None, hasher)
    }

    pub(super) const fn named(name: Option<Cow<'static, str>>, hasher: S) -> Self {
        Self { name, hasher, inner: Mutex::new(Inner { table: HashTable::new(), counters: Counters::new() }) }
    }

    /// The name that it was built with.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// How many entries are in the map. Constant time.
    #[must_use]
    pub fn len(&self) -> usize {
        lock(&self.inner).table.len()
    }

    /// Whether no entry is in the map. Constant time.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry that has been in the map for longest. Scans the entries, cloning one under the map's lock.
    #[must_use]
    pub fn oldest(&self) -> Option<Live<K, V>>
    where
        K: Clone,
        V: Clone,
    {
        let mut copies = Copies::new();
        if let Some(oldest) = lock(&self.inner).table.iter().min_by_key(|hashed| hashed.record.origin.sequence) {
            copies.push(&oldest.record);
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
            copies.reserve(inner.table.len());
            inner.table.iter().for_each(|hashed| copies.push(&hashed.record));
        }
        copies.into_live()
    }

    /// What the map has counted, all of it at one moment. Scans the entries for the oldest.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let inner = lock(&self.inner);
        inner.counters.stats(inner.table.len(), inner.table.iter().map(|hashed| &hashed.record.origin))
    }
}

impl<K: Eq + Hash, V, S: BuildHasher> UniqueMap<K, V, S> {
    /// Makes an entry that lives as long as the guard, which borrows the map.
    ///
    /// # Errors
    ///
    /// [`Occupied`], with the key and the value, if the key is taken.
    #[inline]
    #[track_caller]
    pub fn try_enter(&self, key: impl IntoKey<K>, value: V) -> Result<EntryGuard<&Self>, Occupied<K, V>> {
        EntryGuard::try_enter(self, key, value)
    }

    /// Makes an entry that lives as long as the guard, which owns a share of the map and can travel to another
    /// thread or task.
    ///
    /// # Errors
    ///
    /// [`Occupied`], with the key and the value, if the key is taken.
    #[inline]
    #[track_caller]
    pub fn try_enter_owned(
        self: &Arc<Self>,
        key: impl IntoKey<K>,
        value: V,
    ) -> Result<EntryGuard<Arc<Self>>, Occupied<K, V>> {
        EntryGuard::try_enter(Arc::clone(self), key, value)
    }

    /// Whether an entry has this key. Constant time; compares keys under the map's lock.
    #[must_use]
    pub fn contains_key<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(key, |_| ()).is_some()
    }

    /// A clone of the value of the entry that has this key. Constant time; compares keys and clones the value under
    /// the map's lock.
    #[must_use]
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        V: Clone,
    {
        self.find(key, V::clone)
    }

    fn find<Q: Eq + Hash + ?Sized, R>(&self, key: &Q, look: impl FnOnce(&V) -> R) -> Option<R>
    where
        K: Borrow<Q>,
    {
        let hash = self.hasher.hash_one(key);
        let inner = lock(&self.inner);
        inner.table.find(hash, |hashed| hashed.record.key.borrow() == key).map(|hashed| look(&hashed.record.value))
    }
}

impl<K, V, S: Default> Default for UniqueMap<K, V, S> {
    fn default() -> Self {
        Self::with_hasher(S::default())
    }
}

/// Shows the name and the length, never keys or values.
impl<K, V, S> fmt::Debug for UniqueMap<K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UniqueMap").field("name", &self.name).field("len", &self.len()).finish_non_exhaustive()
    }
}

/// Identifies one entry of a [`UniqueMap`]: the hash that leads to it, and a number that no other entry has.
#[derive(Debug)]
#[must_use = "nothing else removes the entry"]
pub struct UniqueTicket {
    hash: u64,
    sequence: u64,
}

impl<K: Eq + Hash, V, S: BuildHasher> EntryMap for UniqueMap<K, V, S> {
    type Key = K;
    type Keys = keys::Unique;
    type Value = V;
    type Ticket = UniqueTicket;

    // Outlined: a copy in every annotated function would only make those large.
    #[inline(never)]
    fn remove_entry(&self, UniqueTicket { hash, sequence }: UniqueTicket) {
        let removed = {
            let mut inner = lock(&self.inner);
            let Inner { table, counters } = &mut *inner;
            match table.find_entry(hash, |hashed| hashed.record.origin.sequence == sequence) {
                Ok(found) => {
                    counters.leave();
                    Some(found.remove().0)
                }
                Err(_) => None,
            }
        };
        drop(removed);
    }
}

impl<K: Eq + Hash, V, S: BuildHasher> UniqueKeys for UniqueMap<K, V, S> {
    #[inline]
    fn try_insert_entry<R>(
        &self,
        key: K,
        value: V,
        at: CallSite,
        occupied: impl FnOnce(&V) -> R,
    ) -> Result<UniqueTicket, Occupied<K, V, R>> {
        let hash = self.hasher.hash_one(&key);
        let entered_at = Instant::now();
        let mut inner = lock(&self.inner);
        let Inner { table, counters } = &mut *inner;
        if let Some(existing) = table.find(hash, |hashed| hashed.record.key == key) {
            let existing = occupied(&existing.record.value);
            drop(inner);
            return Err(Occupied { key, value, existing });
        }
        let origin = counters.enter(table.len() + 1, entered_at, at.location());
        let record = Record { key, value, origin };
        table.insert_unique(hash, Hashed { hash, record }, |hashed| hashed.hash);
        Ok(UniqueTicket { hash, sequence: origin.sequence })
    }
}
