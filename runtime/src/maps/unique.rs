//! The map with one entry per key, for idempotency and for finding the call that is already running.

use super::{
    Builder,
    engine::{
        core::MapCore,
        record::{Origin, Record},
        settings::Settings,
        table::{MixedHash, Table, TableSlot},
        thread_clock,
        timestamp::Timestamp,
    },
};
use crate::entry::{CallSite, EntryGuard, EntryMap, IntoKey, Occupied, UniqueKeys, key_policy};
use core::{
    borrow::Borrow,
    fmt,
    hash::{BuildHasher, Hash},
};
use std::{collections::hash_map::RandomState, sync::Arc};

/// Calls in flight with one entry per key: a call whose key is taken has to say what it does instead.
///
/// Entering, leaving and looking up take constant time (the first two amortised, since they may move memory). An entry
/// is identified by a timestamp that no other entry of its shard ever has: no guard can remove the entry of a successor.
///
/// The map is core by the hash of the key. After a burst the memory goes back by itself, but for some 100 places
/// a shard.
///
/// There is no `insert`, `remove` or `clear`: an entry enters and leaves through a guard only. Keys and values are
/// dropped after the shard's lock is released. `Hash` of a key runs before the lock is taken, once for each call that
/// enters or looks up, and never in a removal or when the map grows. `Eq` of keys, and `Clone` where a method below says it
/// clones, run under it, as does `Borrow`, and must not use the map; nor must a panic hook, for a panic of theirs, but for
/// [`len`](Self::len).
///
/// # Panics in keys and values
///
/// | what panics | what comes of it |
/// |---|---|
/// | `Hash`, `Eq` or `Clone` of a key on its way in, `Clone` of the existing value for `occupied` | the panic leaves the call, and there is no entry of it; the others stay, the lock is released, and what the call brought drops after that |
/// | `Hash`, `Eq`, `Clone`, `Borrow` in a look-up | the panic leaves the look-up; the entries stay, and the lock is released |
/// | `Drop` of a key or value that leaves or was refused | the panic leaves the guard's `Drop`, or the call; the entry has exited and is counted, and the other one of the two drops, too |
/// | the [callback](Builder::on_excess) | the panic leaves the call, and its entry is removed |
///
/// The map is as usable as before in each case: removal is by identity, and calls nothing of the key's but its `Drop`. What
/// Rust does with a destructor that panics, it does here, too: one that runs because of another panic ends the process, and
/// one that runs while a function returns makes it lose what is returned
/// ([rust-lang/rust#47949](https://github.com/rust-lang/rust/issues/47949)).
///
/// # Keys that somebody chose
///
/// The default hasher is seeded at random for each map: whoever chooses keys cannot have them meet in a shard or a place.
/// A call compares its key with one that is equal, and hardly ever with another, whose hash has to agree in 48 bits. Many
/// calls with one key are each refused by one comparison.
///
/// A faster hasher is yours to choose, with [`with_hasher`](Self::with_hasher). If it can be predicted, so can the keys that
/// make the map slow: all of them in one shard, each compared with each. Keys that nobody chose hash also if it leaves
/// them as they are: numbers in a row, multiples, pairs, floats, and what differs in a few bits anywhere. Keys that it gives
/// equal hashes are compared one after the other.
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
    hasher: S,
    pub(super) core: MapCore<Table<K, V>>,
}

impl<K, V> UniqueMap<K, V> {
    /// An empty map. Allocates nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }

    /// A builder, for what [`new`](Self::new) leaves at its default.
    pub fn builder() -> Builder<Self, RandomState> {
        Builder::new(RandomState::new())
    }
}

impl<K, V, S> UniqueMap<K, V, S> {
    /// An empty map that hashes its keys with `hasher`. Allocates nothing, and can be the value of a `static` if the
    /// hasher can.
    ///
    /// Where keys come from clients, a hasher that can be predicted lets them make the map slow.
    #[must_use]
    pub const fn with_hasher(hasher: S) -> Self {
        Self { hasher, core: MapCore::new(Settings::DEFAULT) }
    }
}

impl<K: Eq + Hash, V, S: BuildHasher> UniqueMap<K, V, S> {
    /// Makes an entry that lives as long as the guard, which borrows the map.
    ///
    /// # Errors
    ///
    /// [`Occupied`], with the key and the value, if the key is taken.
    ///
    /// # Panics
    ///
    /// If [`on_excess`](Builder::on_excess) does: the entry is gone then.
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
    ///
    /// # Panics
    ///
    /// If [`on_excess`](Builder::on_excess) does: the entry is gone then.
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
        if self.is_empty() {
            // Before the first entry there are no shards.
            return None;
        }
        let hash = MixedHash::of(self.hasher.hash_one(key));
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        locked.contents().find(hash, key).map(look)
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
        f.debug_struct("UniqueMap").field("name", &self.name()).field("len", &self.len()).finish_non_exhaustive()
    }
}

/// Identifies one entry of a [`UniqueMap`]: the hash that leads to it, and a timestamp that no other entry there ever has.
#[derive(Debug)]
#[must_use = "nothing else removes the entry"]
pub struct UniqueTicket {
    hash: MixedHash,
    timestamp: Timestamp,
}

impl<K: Eq + Hash, V, S: BuildHasher> EntryMap for UniqueMap<K, V, S> {
    type Key = K;
    type KeyPolicy = key_policy::Unique;
    type Value = V;
    type Ticket = UniqueTicket;

    // Outlined: a copy in every annotated function would only make those large.
    #[inline(never)]
    fn remove_entry(&self, UniqueTicket { hash, timestamp }: UniqueTicket) {
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        let removed = locked.contents().remove(hash, timestamp);
        if removed.is_some() {
            self.core.exit(locked);
        } else {
            drop(locked);
        }
        drop(removed);
    }
}

impl<K: Eq + Hash, V, S: BuildHasher> UniqueKeys for UniqueMap<K, V, S> {
    #[inline(never)]
    fn try_insert_entry<R>(
        &self,
        key: K,
        value: V,
        at: CallSite,
        occupied: impl FnOnce(&V) -> R,
    ) -> Result<UniqueTicket, Occupied<K, V, R>> {
        let hash = MixedHash::of(self.hasher.hash_one(&key));
        let now = thread_clock::now();
        // Declared last: if `Eq` or `occupied` panics, the lock is released before the key and the value drop.
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        let vacancy = match locked.contents().entry(hash, &key) {
            TableSlot::Vacant(vacancy) => vacancy,
            TableSlot::Occupied(existing) => {
                let existing = occupied(existing);
                drop(locked);
                return Err(Occupied { key, value, existing });
            }
        };
        let origin = Origin { timestamp: now, location: at.location() };
        let timestamp = vacancy.insert(hash, Record { key, value, origin });
        if timestamp != now {
            thread_clock::advance_to(timestamp);
        }
        let due = locked.enter(now);
        Ok(self.core.report_if_due(due, UniqueTicket { hash, timestamp }, |ticket| self.remove_entry(ticket)))
    }
}

impl<K, V, S> Builder<UniqueMap<K, V, S>, S> {
    /// Hashes the keys. By default std's `RandomState`, which resists keys chosen to collide.
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
