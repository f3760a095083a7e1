//! The map of flights.

#[cfg(not(target_family = "wasm"))]
use super::blocking::run;
use super::{
    FlightStats,
    asynchronous::Fly,
    one::Flight,
    sharing::{All, Oks},
    stats::Tally,
};
use crate::{CallSite, IntoKey, Live, UniqueMap, lock::lock};
use core::{
    borrow::Borrow,
    fmt,
    future::Future,
    hash::{BuildHasher, Hash},
    time::Duration,
};
use std::{
    collections::hash_map::RandomState,
    sync::{Arc, Mutex},
    vec::Vec,
};

/// Calls in flight that share their result: of the calls with equal keys at the same time, the first one runs its body,
/// and the others wait for it and get a clone of what it returns. It is what
/// [`#[single_flight]`](macro@crate::single_flight) takes as its `map`.
///
/// It is no cache: when the first call, the *leader*, has its result, the key is free, and the next call runs its body.
///
/// - A leader that panics, or whose future is dropped, leaves the key vacant. One of those that waited, the *followers*,
///   leads then, with its own body: the first one to be polled, unless a new call comes first. A panic reaches nobody but
///   the leader's own caller.
/// - A follower's end disturbs nobody, and one that is not polled holds nobody up. A future that was never polled holds
///   nothing.
/// - `async` calls and blocking ones, [`fly`](Self::fly) and [`run`](Self::run), may meet in one map. It works with every
///   runtime, and without one.
///
/// Without followers, a flight costs an allocation and an entry of a [`UniqueMap`], which its entries are in: with the same
/// sharding, the same limit, and the same numbers.
///
/// # Panics
///
/// A call from within the leader's own body, or from the [callback](crate::Builder::on_excess) that its entry sets off, with
/// the same key would wait for itself for ever. It panics instead, with a message that begins with `single flight:`. That is
/// seen on the thread that calls or polls the body, at any depth; within a `join!` of two calls with equal keys, neither is
/// in the other, and all is well. It is not seen through a task that is spawned and waited for, nor between two leaders that
/// wait for each other. A follower also waits as long as a leader lives that nobody polls.
///
/// A panic of a key's `Hash`, `Eq` or `Drop`, of the result's `Clone` or `Drop`, or of the
/// [callback](crate::Builder::on_excess) leaves the call that it is in, and no other: if that was the leader, its followers
/// are woken, and one of them leads. Results are cloned and dropped under no lock; for keys, and for those that somebody
/// chose, all is as in a [`UniqueMap`].
///
/// # Examples
///
/// ```
/// use scoped_entry::FlightMap;
/// use std::{sync::Barrier, thread};
///
/// let lookups = FlightMap::<u64, String>::new();
/// let both = Barrier::new(2);
/// thread::scope(|scope| {
///     let leader = scope.spawn(|| {
///         lookups.run(7, || {
///             both.wait();
///             while lookups.followers(&7) == 0 {
///                 thread::yield_now();
///             }
///             String::from("seven")
///         })
///     });
///     both.wait();
///     let follower = lookups.run(7, || unreachable!("the other call is at it"));
///     assert_eq!((leader.join().unwrap(), follower), ("seven".into(), "seven".into()));
/// });
/// assert_eq!(lookups.stats().served, 1);
/// assert!(lookups.is_empty());
/// ```
pub struct FlightMap<K, T, S = RandomState> {
    pub(super) flights: UniqueMap<K, Arc<Flight<T>>, S>,
    pub(super) tally: Mutex<Tally>,
}

impl<K, T> FlightMap<K, T> {
    /// An empty map. Allocates nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }
}

impl<K, T, S> FlightMap<K, T, S> {
    /// An empty map that hashes its keys with `hasher`. Allocates nothing, and can be the value of a `static` if the
    /// hasher can.
    ///
    /// Where keys come from clients, a hasher that can be predicted lets them make the map slow.
    #[must_use]
    pub const fn with_hasher(hasher: S) -> Self {
        Self::of(UniqueMap::with_hasher(hasher))
    }

    pub(super) const fn of(flights: UniqueMap<K, Arc<Flight<T>>, S>) -> Self {
        Self { flights, tally: Mutex::new(Tally::ZERO) }
    }

    /// The name that it was built with.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.flights.name()
    }

    /// How many keys have a flight. Takes no lock, as [`UniqueMap::len`].
    #[must_use]
    pub fn len(&self) -> usize {
        self.flights.len()
    }

    /// Whether no key has a flight. Takes no lock, as [`len`](Self::len) does.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.flights.is_empty()
    }

    /// What the map has counted. Scans the entries for the oldest, shard by shard under its lock.
    #[must_use]
    pub fn stats(&self) -> FlightStats {
        let Tally { served, promotions, longest_wait } = *lock(&self.tally);
        let flights = self.flights.stats();
        FlightStats { live: flights.len, leaders: flights.entered, served, promotions, longest_wait, flights }
    }

    /// The flight that has been going on for longest, as [`UniqueMap::oldest`].
    #[must_use]
    pub fn oldest(&self) -> Option<Live<K, ()>>
    where
        K: Clone,
    {
        self.flights.oldest().map(without_flight)
    }

    /// All flights, oldest first, as [`UniqueMap::snapshot`].
    #[must_use]
    pub fn snapshot(&self) -> Vec<Live<K, ()>>
    where
        K: Clone,
    {
        self.flights.snapshot().into_iter().map(without_flight).collect()
    }

    /// The flights that are at least as old as `older_than`, oldest first, as [`UniqueMap::stuck`].
    #[must_use]
    pub fn stuck(&self, older_than: Duration) -> Vec<Live<K, ()>>
    where
        K: Clone,
    {
        self.flights.stuck(older_than).into_iter().map(without_flight).collect()
    }
}

impl<K: Eq + Hash, T, S: BuildHasher> FlightMap<K, T, S> {
    /// What the body gives, or another call's body that is at work on an equal key.
    ///
    /// Nothing happens before the first poll. The flight's place in the source is that of this call.
    ///
    /// # Panics
    ///
    /// If the body does. When it is polled within the body of a call with an equal key, as the type's documentation
    /// tells. If [`on_excess`](crate::Builder::on_excess) does.
    #[track_caller]
    pub fn fly(&self, key: impl IntoKey<K>, body: impl Future<Output = T>) -> impl Future<Output = T>
    where
        T: Clone,
    {
        Fly::<K, S, All<T>, _>::new(self, key.into_key(), CallSite::here(), body)
    }

    /// As [`fly`](Self::fly), but shares an `Ok` only: at an `Err`, one of those who waited runs its own body.
    ///
    /// # Panics
    ///
    /// As [`fly`](Self::fly).
    #[track_caller]
    pub fn fly_ok<E>(
        &self,
        key: impl IntoKey<K>,
        body: impl Future<Output = Result<T, E>>,
    ) -> impl Future<Output = Result<T, E>>
    where
        T: Clone,
    {
        Fly::<K, S, Oks<Result<T, E>>, _>::new(self, key.into_key(), CallSite::here(), body)
    }

    /// As [`fly`](Self::fly), for code that is not async: a call that has to wait blocks its thread. Not there on wasm.
    ///
    /// # Panics
    ///
    /// As [`fly`](Self::fly).
    #[cfg(not(target_family = "wasm"))]
    #[track_caller]
    pub fn run(&self, key: impl IntoKey<K>, body: impl FnOnce() -> T) -> T
    where
        T: Clone,
    {
        run::<K, S, All<T>>(self, key.into_key(), &CallSite::here(), body)
    }

    /// As [`run`](Self::run), but shares an `Ok` only: at an `Err`, one of those who waited runs its own body.
    ///
    /// # Errors
    ///
    /// The body's own.
    ///
    /// # Panics
    ///
    /// As [`fly`](Self::fly).
    #[cfg(not(target_family = "wasm"))]
    #[track_caller]
    pub fn run_ok<E>(&self, key: impl IntoKey<K>, body: impl FnOnce() -> Result<T, E>) -> Result<T, E>
    where
        T: Clone,
    {
        run::<K, S, Oks<Result<T, E>>>(self, key.into_key(), &CallSite::here(), body)
    }

    /// Whether a call with this key is at work. Constant time; compares keys under the map's lock.
    #[must_use]
    pub fn contains_key<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.flights.contains_key(key)
    }

    /// How many calls wait for the one with this key, about: others that look at the same moment may be counted, too.
    /// Constant time; compares keys under the map's lock.
    #[must_use]
    pub fn followers<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        // The leader's, the map's, and this one.
        self.flights.get(key).map_or(0, |flight| Arc::strong_count(&flight).saturating_sub(3))
    }
}

fn without_flight<K, T>(Live { key, value, age, location }: Live<K, Arc<Flight<T>>>) -> Live<K, ()> {
    // Here, since a destructor that panics while something is returned makes Rust lose that. The flight may be over, and
    // its last result in here.
    drop(value);
    Live { key, value: (), age, location }
}

impl<K, T, S: Default> Default for FlightMap<K, T, S> {
    fn default() -> Self {
        Self::with_hasher(S::default())
    }
}

/// Shows the name and the length, never keys or results.
impl<K, T, S> fmt::Debug for FlightMap<K, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlightMap").field("name", &self.name()).field("len", &self.len()).finish_non_exhaustive()
    }
}
