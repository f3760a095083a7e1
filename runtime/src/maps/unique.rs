//! The map with at most one entry per key, for idempotency and for finding the call that is already running.

use super::{
    Builder,
    engine::{
        core::MapCore,
        settings::Settings,
        table::{MixedHash, Table},
    },
};
use crate::entry::{EntryGuard, IntoKey, Occupied};
use core::{
    borrow::Borrow,
    fmt,
    hash::{BuildHasher, Hash},
};
use std::{collections::hash_map::RandomState, sync::Arc};

/// A concurrent map of the calls in flight in which a key has at most one entry: for idempotency, for locks by key, and
/// for finding the call that is already running.
///
/// A call whose key is already present gets an [`Occupied`] error from [`try_enter`](Self::try_enter), or evaluates the
/// attribute's `occupied` argument, which can read the value of the existing entry. If any number of calls may have the
/// same key, use an [`InflightMap`](crate::InflightMap); if a call should wait for the result of the one that is
/// running, use a [`FlightMap`](crate::FlightMap). The guide compares the [maps](crate::guide::maps).
///
/// There is no `insert`, `remove` or `clear`: an entry exists exactly as long as its [guard](EntryGuard). A guard
/// removes its own entry only, never a later entry with the same key: it identifies the entry by a timestamp that is
/// unique in its shard.
///
/// # Performance
///
/// Inserting and removing an entry take O(1), amortised, since either may allocate or free memory. Looking up a key
/// takes O(1).
///
/// The map is sharded by the hash of the key. After a burst, it frees its memory, except for room for at most 56
/// entries per shard. The guide has [figures](crate::guide::costs).
///
/// # Locks and user code
///
/// Keys and values are dropped after the shard's lock is released. `Hash` runs before the lock is taken, once per
/// insertion or look-up, and never when an entry is removed or the map grows. `Eq` and `Borrow` of keys run under the
/// lock, as does `Clone` in methods whose documentation says that they clone. These implementations must not use the
/// map, except for [`len`](Self::len) and [`is_empty`](Self::is_empty): they would deadlock. The same applies to a
/// panic hook that runs when one of them panics.
///
/// # Panics in keys and values
///
/// The map remains consistent and usable after each of these panics:
///
/// | panicking code | effect |
/// |---|---|
/// | `Hash`, `Eq` or `Clone` of a key to be inserted, `Clone` of the existing value for `occupied` | the panic propagates to the caller; no entry is inserted, the lock is released, and then the call's key and value are dropped |
/// | `Hash`, `Eq`, `Borrow` or `Clone` in a query | the panic propagates to the caller; the lock is released, and no entry changes |
/// | `Drop` of a removed key or value | the panic propagates from the guard's `Drop`; the entry is removed and counted, and both key and value are dropped |
/// | `Drop` of the key or value of a call whose key is present | the panic propagates to the caller; both key and value are dropped |
/// | [`on_excess`](Builder::on_excess) | the panic propagates to the caller; the call's entry is removed |
///
/// Rust's rules for panics in destructors apply: a second panic during unwinding aborts the process, and a panic while
/// a function returns leaks the returned value
/// ([rust-lang/rust#47949](https://github.com/rust-lang/rust/issues/47949)).
///
/// # Hostile keys
///
/// The default hasher, std's [`RandomState`], is seeded at random for each map, so clients cannot choose keys that
/// collide. A call compares its key with an equal one, and with others only if their hashes agree in 48 bits. Many
/// calls with the same key are rejected with one comparison each.
///
/// A faster hasher, set with [`with_hasher`](Self::with_hasher) or [`hasher`](Builder::hasher), is safe if clients
/// cannot choose the keys, or cannot predict the hashes. Otherwise they can choose keys that all go into one shard and
/// collide there, so that each call compares its key with every other. The map mixes the bits of each hash, so a hasher
/// that returns the key itself is good enough for consecutive numbers, multiples, pairs, floats, and keys that differ
/// in any few bits. Keys with equal hashes are compared one after another.
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
    pub(super) hasher: S,
    pub(super) core: MapCore<Table<K, V>>,
}

impl<K, V> UniqueMap<K, V> {
    /// Creates an empty map with default settings and a random [`RandomState`]. Allocates nothing.
    ///
    /// It is not `const`. For a `static`, use a [`LazyLock`](std::sync::LazyLock), or
    /// [`with_hasher`](Self::with_hasher).
    #[must_use]
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }

    /// Returns a builder, to set a name, a limit, a report, the number of shards or a hasher.
    #[doc(alias = "config")]
    pub fn builder() -> Builder<Self, RandomState> {
        Builder::new(RandomState::new())
    }
}

impl<K, V, S> UniqueMap<K, V, S> {
    /// Creates an empty map that hashes its keys with `hasher`. Allocates nothing, and can initialise a `static` if the
    /// hasher can.
    ///
    /// If clients choose the keys, use a hasher whose hashes they cannot predict (see [Hostile keys](#hostile-keys)).
    #[must_use]
    pub const fn with_hasher(hasher: S) -> Self {
        Self { hasher, core: MapCore::new(Settings::DEFAULT) }
    }
}

impl<K: Eq + Hash, V, S: BuildHasher> UniqueMap<K, V, S> {
    /// Inserts an entry unless its key is present, and returns its guard, which borrows the map. Dropping the guard
    /// removes the entry. O(1), amortised; compares keys under the shard's lock.
    ///
    /// # Errors
    ///
    /// Returns [`Occupied`], with the given key and value, if an entry with this key is present.
    ///
    /// # Panics
    ///
    /// If [`on_excess`](Builder::on_excess) panics. The entry is then removed.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::UniqueMap;
    ///
    /// let imports = UniqueMap::<String>::new();
    /// let guard = imports.try_enter("a.csv", ()).unwrap();
    /// assert!(imports.try_enter("a.csv", ()).is_err());
    /// drop(guard);
    /// assert!(imports.try_enter("a.csv", ()).is_ok());
    /// ```
    #[doc(alias = "insert")]
    #[doc(alias = "try_lock")]
    #[inline]
    #[track_caller]
    pub fn try_enter(&self, key: impl IntoKey<K>, value: V) -> Result<EntryGuard<&Self>, Occupied<K, V>> {
        EntryGuard::try_enter(self, key, value)
    }

    /// Inserts an entry unless its key is present, and returns its guard, which owns an `Arc` of the map, so that it
    /// can move to another thread or task. Dropping the guard removes the entry. O(1), amortised; compares keys under
    /// the shard's lock.
    ///
    /// # Errors
    ///
    /// Returns [`Occupied`], with the given key and value, if an entry with this key is present.
    ///
    /// # Panics
    ///
    /// If [`on_excess`](Builder::on_excess) panics. The entry is then removed.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::UniqueMap;
    /// use std::{sync::Arc, thread};
    ///
    /// let imports = Arc::new(UniqueMap::<String>::new());
    /// let guard = imports.try_enter_owned("a.csv", ()).unwrap();
    /// thread::spawn(move || drop(guard)).join().unwrap();
    /// assert!(imports.is_empty());
    /// ```
    #[inline]
    #[track_caller]
    pub fn try_enter_owned(
        self: &Arc<Self>,
        key: impl IntoKey<K>,
        value: V,
    ) -> Result<EntryGuard<Arc<Self>>, Occupied<K, V>> {
        EntryGuard::try_enter(Arc::clone(self), key, value)
    }

    /// Returns whether an entry has this key. O(1); compares keys under the shard's lock.
    #[doc(alias = "exists")]
    #[must_use]
    pub fn contains_key<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(key, |_| ()).is_some()
    }

    /// Returns a clone of the value of the entry with this key, or `None`. O(1); compares keys and clones the value
    /// under the shard's lock.
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
        if self.is_empty() {
            // Otherwise a look-up before the first entry would allocate the shards.
            return None;
        }
        let hash = MixedHash::of(self.hasher.hash_one(key));
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        locked.contents().find(hash, key).map(look)
    }

    /// Makes the entry with this key one that look-ups do not find, nor calls with the key: its key is vacant. Returns a
    /// clone of its value.
    #[cfg(feature = "single-flight")]
    pub(crate) fn hide_key<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        V: Clone,
    {
        if self.is_empty() {
            return None;
        }
        let hash = MixedHash::of(self.hasher.hash_one(key));
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        locked.contents().hide(hash, key).cloned()
    }
}

impl<K, V, S: Default> Default for UniqueMap<K, V, S> {
    fn default() -> Self {
        Self::with_hasher(S::default())
    }
}

/// Formats the name and the length, never keys or values.
impl<K, V, S> fmt::Debug for UniqueMap<K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UniqueMap").field("name", &self.name()).field("len", &self.len()).finish_non_exhaustive()
    }
}

impl<K, V, S> Builder<UniqueMap<K, V, S>, S> {
    /// Sets the hasher of the keys. The default is std's `RandomState`, whose hashes clients cannot predict.
    #[doc(alias = "BuildHasher")]
    pub fn hasher<H: BuildHasher>(self, hasher: H) -> Builder<UniqueMap<K, V, H>, H> {
        self.with_hasher(hasher)
    }

    /// Builds the map.
    #[must_use]
    pub fn build(self) -> UniqueMap<K, V, S> {
        let (settings, hasher) = self.into_parts();
        UniqueMap { hasher, core: MapCore::new(settings) }
    }
}
