//! The map with one entry per key, for idempotency and for finding the call that is already at work.

#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use super::NotDrained;
use super::{
    Builder, Live, Stats,
    live::{Origin, Record},
    settings::Settings,
    sharded::Sharded,
    stamp::Stamp,
    table::{Entry, Spread, Table},
    thread,
};
use crate::{CallSite, EntryGuard, EntryMap, IntoKey, Occupied, UniqueKeys, keys, watch::Sighting};
use core::{
    borrow::Borrow,
    fmt,
    hash::{BuildHasher, Hash},
    time::Duration,
};
use std::{collections::hash_map::RandomState, sync::Arc, vec::Vec};

/// Calls in flight with one entry per key: a call whose key is taken has to say what it does instead.
///
/// Entering, leaving and looking up take constant time (the first two amortised, since they may move memory). An entry
/// is identified by a stamp that no other entry of its shard ever has: no guard can remove the entry of a successor.
///
/// The map is sharded by the hash of the key. After a burst the memory goes back by itself, but for some 100 places
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
/// | `Drop` of a key or value that leaves or was refused | the panic leaves the guard's `Drop`, or the call; the entry has left and is counted, and the other one of the two drops, too |
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
/// make the map slow: all of them in one shard, each compared with each. Keys that nobody chose spread also if it leaves
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
    sharded: Sharded<Table<K, V>>,
}

impl<K, V> UniqueMap<K, V> {
    /// An empty map. Allocates nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }

    /// A builder, for what [`new`](Self::new) leaves at its default.
    pub fn builder() -> Builder<Self, RandomState> {
        Builder::with_random_state()
    }
}

impl<K, V, S> UniqueMap<K, V, S> {
    /// An empty map that hashes its keys with `hasher`. Allocates nothing, and can be the value of a `static` if the
    /// hasher can.
    ///
    /// Where keys come from clients, a hasher that can be predicted lets them make the map slow.
    #[must_use]
    pub const fn with_hasher(hasher: S) -> Self {
        Self::with_settings(Settings::DEFAULT, hasher)
    }

    pub(super) const fn with_settings(settings: Settings, hasher: S) -> Self {
        Self { hasher, sharded: Sharded::new(settings) }
    }

    /// The name that it was built with.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.sharded.name()
    }

    /// How many entries are in the map.
    ///
    /// Takes no lock: reads one number a shard. While others enter and leave, each is of a moment of its own.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.sharded.len()
    }

    /// Whether no entry is in the map. Takes no lock, as [`len`](Self::len) does.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry that has been in the map for longest. Scans the entries, cloning at most one a shard under its lock.
    ///
    /// Entries that different threads made within one tick of the clock ([`Live::age`]) count as equally old.
    #[must_use]
    pub fn oldest(&self) -> Option<Live<K, V>>
    where
        K: Clone,
        V: Clone,
    {
        self.sharded.oldest()
    }

    /// All entries, oldest first.
    ///
    /// Every entry is in it that is in the map all the while; of those that enter or leave meanwhile, some are. Clones
    /// every key and value, shard by shard under its lock: O(n), and O(n log n) for the order, which is made when all
    /// locks are released.
    #[must_use]
    pub fn snapshot(&self) -> Vec<Live<K, V>>
    where
        K: Clone,
        V: Clone,
    {
        self.sharded.snapshot()
    }

    /// The entries that are at least as old as `older_than`, oldest first: for a watchdog that tells of calls which
    /// hang.
    ///
    /// Scans the entries, and clones those, shard by shard under its lock. How exact an age is says [`Live::age`].
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::UniqueMap;
    /// use std::time::Duration;
    ///
    /// let uploads = UniqueMap::<String>::new();
    /// let guard = uploads.try_enter("report.pdf", ()).unwrap();
    /// assert!(uploads.stuck(Duration::from_secs(180)).is_empty());
    /// for call in uploads.stuck(Duration::ZERO) {
    ///     println!("{} has been going on for {:?}, since {}", call.key, call.age, call.location);
    /// }
    /// # drop(guard);
    /// ```
    #[must_use]
    pub fn stuck(&self, older_than: Duration) -> Vec<Live<K, V>>
    where
        K: Clone,
        V: Clone,
    {
        self.sharded.stuck(older_than)
    }

    pub(crate) fn sightings(&self, most: usize) -> Vec<Sighting> {
        self.sharded.sightings(most)
    }

    pub(crate) fn keyed_sightings(&self, most: usize) -> Vec<(K, Sighting)>
    where
        K: Clone,
    {
        self.sharded.keyed_sightings(most)
    }

    /// Resolves when the map has been empty at a moment since the first poll: for a shutdown that lets calls in flight
    /// finish. Nothing keeps others from entering meanwhile; stop that first.
    ///
    /// It runs under any executor. For a deadline, put it under the timeout of yours, and ask [`stuck`](Self::stuck) or
    /// [`oldest`](Self::oldest) what it was waiting for. Dropped, it leaves nothing behind. While somebody waits, calls
    /// that leave take a lock of the whole map; when nobody does, they do not.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::UniqueMap;
    /// use std::{sync::Arc, thread, time::Duration};
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let jobs = Arc::new(UniqueMap::<u64>::new());
    /// let guard = jobs.try_enter_owned(7, ()).unwrap();
    /// let in_time = Duration::from_millis(1);
    /// if tokio::time::timeout(in_time, jobs.drained()).await.is_err() {
    ///     let oldest = jobs.oldest().unwrap();
    ///     println!("still at work on {}, since {}, for {:?}", oldest.key, oldest.location, oldest.age);
    /// }
    /// thread::spawn(move || drop(guard));
    /// jobs.drained().await;
    /// assert!(jobs.is_empty());
    /// # });
    /// ```
    #[cfg(feature = "drained")]
    #[cfg_attr(docsrs, doc(cfg(feature = "drained")))]
    pub async fn drained(&self) {
        self.sharded.drained().await;
    }

    /// Blocks the thread until the map has been empty at a moment since the call, as [`drained`](Self::drained) does a
    /// task. Not in async code, nor in a thread that holds a guard of this map: it would wait for itself.
    ///
    /// # Errors
    ///
    /// [`NotDrained`], with what is still there, if that took longer than `timeout`.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::UniqueMap;
    /// use std::{sync::Arc, thread, time::Duration};
    ///
    /// let jobs = Arc::new(UniqueMap::<u64>::new());
    /// let guard = jobs.try_enter_owned(7, ()).unwrap();
    /// thread::spawn(move || drop(guard));
    /// if let Err(stuck) = jobs.blocking_drained(Duration::from_secs(30)) {
    ///     eprintln!("going down all the same: {stuck}");
    /// }
    /// ```
    #[cfg(all(feature = "drained", not(target_family = "wasm")))]
    #[cfg_attr(docsrs, doc(cfg(feature = "drained")))]
    pub fn blocking_drained(&self, timeout: Duration) -> Result<(), NotDrained> {
        self.sharded.blocking_drained(timeout)
    }

    /// What the map has counted. Scans the entries for the oldest, shard by shard under its lock.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.sharded.stats()
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
            // Nor are there shards, before the first entry.
            return None;
        }
        let spread = Spread::of(self.hasher.hash_one(key));
        let mut open = self.sharded.open(self.sharded.shard(spread.lane()));
        open.contents().find(spread, key).map(look)
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

/// Identifies one entry of a [`UniqueMap`]: the hash that leads to it, and a stamp that no other entry there ever had.
#[derive(Debug)]
#[must_use = "nothing else removes the entry"]
pub struct UniqueTicket {
    spread: Spread,
    stamp: Stamp,
}

impl<K: Eq + Hash, V, S: BuildHasher> EntryMap for UniqueMap<K, V, S> {
    type Key = K;
    type Keys = keys::Unique;
    type Value = V;
    type Ticket = UniqueTicket;

    // Outlined: a copy in every annotated function would only make those large.
    #[inline(never)]
    fn remove_entry(&self, UniqueTicket { spread, stamp }: UniqueTicket) {
        let mut open = self.sharded.open(self.sharded.shard(spread.lane()));
        let removed = open.contents().remove(spread, stamp);
        if removed.is_some() {
            self.sharded.leave(open);
        } else {
            drop(open);
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
        let spread = Spread::of(self.hasher.hash_one(&key));
        let now = thread::stamp();
        // Declared last: if `Eq` or `occupied` panics, the lock is released before the key and the value drop.
        let mut open = self.sharded.open(self.sharded.shard(spread.lane()));
        let vacancy = match open.contents().entry(spread, &key) {
            Entry::Vacant(vacancy) => vacancy,
            Entry::Occupied(existing) => {
                let existing = occupied(existing);
                drop(open);
                return Err(Occupied { key, value, existing });
            }
        };
        let origin = Origin { stamp: now, location: at.location() };
        let stamp = vacancy.insert(spread, Record { key, value, origin });
        if stamp != now {
            thread::was_stamped(stamp);
        }
        let alarm = open.enter(now);
        Ok(self.sharded.reported(alarm, UniqueTicket { spread, stamp }, |ticket| self.remove_entry(ticket)))
    }
}
