//! The map of calls in flight: several calls may hold the same key, none is ever refused.

#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use super::NotDrained;
use super::{
    Builder, Live, Stats,
    live::{Origin, Record},
    settings::Settings,
    sharded::{Contents, Sharded},
    slab::{Place, Slab},
    thread,
};
use crate::{CallSite, EntryGuard, EntryMap, IntoKey, SharedKeys, keys, watch::Sighting};
use core::{borrow::Borrow, fmt, time::Duration};
use std::{sync::Arc, vec::Vec};

/// Calls in flight. Several may hold the same key; entering is never refused.
///
/// The default choice for the attribute. An entry is identified by its place in the map, not by its key: entering and
/// leaving neither hash nor compare keys, and take constant time (amortised, since both may move memory). What looks at
/// entries scans them all.
///
/// The map is sharded by thread: threads enter side by side, each in a shard of its own as long as there are enough
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
/// | `Drop` of a key or value that leaves | the panic leaves the guard's `Drop`; the entry has left, is counted, and the other one of the two drops, too |
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
    sharded: Sharded<Slab<Record<K, V>>>,
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
        Self::with_settings(Settings::DEFAULT)
    }

    /// A builder, for what [`new`](Self::new) leaves at its default.
    pub const fn builder() -> Builder<Self> {
        Builder::new(())
    }

    pub(super) const fn with_settings(settings: Settings) -> Self {
        Self { sharded: Sharded::new(settings) }
    }

    /// The name that it was built with.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.sharded.name()
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

    /// Whether an entry has this key. Scans the entries, comparing keys under a shard's lock.
    #[must_use]
    pub fn contains_key<Q: Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.sharded.any(|records| records.iter().any(|record| record.key.borrow() == key))
    }

    /// How many entries have this key. Scans the entries, comparing keys under a shard's lock.
    #[must_use]
    pub fn count<Q: Eq + ?Sized>(&self, key: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        let mut count = 0;
        self.sharded.each(|records| count += records.iter().filter(|record| record.key.borrow() == key).count());
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
        self.sharded.older_and_older(|record| K::borrow(record.key) == key, |record| values.push(record.value.clone()));
        let oldest = values.pop();
        // Here, since a destructor that panics while something is returned makes Rust lose that.
        drop(values);
        oldest
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
    /// use scoped_entry::InflightMap;
    /// use std::time::Duration;
    ///
    /// let uploads = InflightMap::<String>::new();
    /// let guard = uploads.enter("report.pdf", ());
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
    /// use scoped_entry::InflightMap;
    /// use std::{sync::Arc, thread, time::Duration};
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let jobs = Arc::new(InflightMap::<u64>::new());
    /// let guard = jobs.enter_owned(7, ());
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
    /// use scoped_entry::InflightMap;
    /// use std::{sync::Arc, thread, time::Duration};
    ///
    /// let jobs = Arc::new(InflightMap::<u64>::new());
    /// let guard = jobs.enter_owned(7, ());
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

/// Identifies one entry of an [`InflightMap`]: its place, which stays its own until it is removed.
#[derive(Debug)]
#[must_use = "nothing else removes the entry"]
pub struct InflightTicket {
    shard: u8,
    place: Place,
}

impl<K, V> EntryMap for InflightMap<K, V> {
    type Key = K;
    type Keys = keys::Shared;
    type Value = V;
    type Ticket = InflightTicket;

    // Outlined: a copy in every annotated function would only make those large.
    #[inline(never)]
    fn remove_entry(&self, InflightTicket { shard, place }: InflightTicket) {
        let mut open = self.sharded.open(shard);
        let removed = open.contents().remove(place);
        if removed.is_some() {
            self.sharded.leave(open);
        } else {
            drop(open);
        }
        drop(removed);
    }
}

impl<K, V> SharedKeys for InflightMap<K, V> {
    #[inline(never)]
    fn insert_entry(&self, key: K, value: V, at: CallSite) -> InflightTicket {
        let stamp = thread::stamp();
        let record = Record { key, value, origin: Origin { stamp, location: at.location() } };
        let shard = self.sharded.shard(thread::lane());
        let mut open = self.sharded.open(shard);
        let place = open.contents().insert(record);
        let alarm = open.enter(stamp);
        self.sharded.reported(alarm, InflightTicket { shard, place }, |ticket| self.remove_entry(ticket))
    }
}
