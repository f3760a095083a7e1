//! The map of flights.

use super::{flight::Flight, stats::Tally, sync::Arc};
use crate::maps::UniqueMap;
use core::fmt;
use std::{collections::hash_map::RandomState, sync::Mutex};

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
/// - `async` calls and blocking ones, [`run`](Self::run) and [`blocking_run`](Self::blocking_run), may meet in one map. It works with every
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
///         lookups.blocking_run(7, || {
///             both.wait();
///             while lookups.followers(&7) == 0 {
///                 thread::yield_now();
///             }
///             String::from("seven")
///         })
///     });
///     both.wait();
///     let follower = lookups.blocking_run(7, || unreachable!("the other call is at it"));
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
