//! The map of flights.

use super::{flight::Flight, stats::Waits, sync::Arc};
use crate::maps::{InflightMap, UniqueMap};
use core::fmt;
use std::collections::hash_map::RandomState;

/// A concurrent map that lets concurrent calls with equal keys share one result: the first call, the *leader*, runs its
/// body; the other calls, the *followers*, wait and return a clone of the leader's result.
///
/// Use it to protect a slow or expensive upstream from a thundering herd, for example when many requests miss a cache
/// at once. It is the `map` of [`#[single_flight]`](macro@crate::single_flight); without the attribute, call
/// [`run`](Self::run) or [`blocking_run`](Self::blocking_run).
///
/// It is not a cache: the key is vacant as soon as the leader has its result, and the next call runs its own body.
///
/// The guide page on [single flight](crate::guide::single_flight) compares the options and has more examples.
///
/// # Panics, cancellation and dropped futures
///
/// - If the leader panics, or its future is dropped, a follower is woken and leads instead, with its own body; or another
///   call with the key, if that is polled first. The panic propagates to the leader's caller only. The other followers
///   go on waiting, and the key is not vacant in between.
/// - A follower that is dropped does not affect other calls. If it was woken to lead, another one is woken.
/// - A follower that was woken to lead and is neither polled nor dropped makes those that are asleep wait until there is
///   another call with the key, or until one of them is polled or dropped.
/// - A future that was never polled neither leads nor follows.
/// - A leader's future that is neither polled nor dropped makes its followers wait. [`stuck`](Self::stuck) finds it.
///
/// `async` and blocking calls can share a map. It works with any async runtime, and without one.
///
/// A panic in `Hash`, `Eq` or `Drop` of a key, in `Clone` or `Drop` of a result, or in
/// [`on_excess`](crate::Builder::on_excess) propagates to the caller of the call in which it occurs, and to no other.
/// If that call leads, one of its followers leads instead. Results are cloned and dropped under no lock. Keys are
/// treated as in a [`UniqueMap`]; its documentation also covers [hostile keys](UniqueMap#hostile-keys).
///
/// # Recursive calls
///
/// A call with the same key from within the leader's body, or from the [`on_excess`](crate::Builder::on_excess)
/// callback that the leader triggers, would deadlock. It panics instead, with a message that begins with
/// `single flight:`.
///
/// This is detected at any depth, on the thread that runs or polls the body. Two calls with equal keys in one `join!`
/// are fine, since neither is within the other. Two deadlocks are not detected: a body that waits for a spawned task
/// that makes a call with the body's key, and two bodies that make calls with each other's keys.
///
/// # Performance
///
/// A flight without followers costs an allocation and an entry of the underlying [`UniqueMap`], and does not clone its
/// result. A follower costs an allocation and an entry of an [`InflightMap`]. It is woken once: by the result, or to lead. The shards, the limit and the statistics are those of the `UniqueMap`.
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
///     let follower = lookups.blocking_run(7, || unreachable!("the other call leads"));
///     assert_eq!((leader.join().unwrap(), follower), ("seven".into(), "seven".into()));
/// });
/// assert_eq!(lookups.stats().served, 1);
/// assert!(lookups.is_empty());
/// ```
pub struct FlightMap<K, T, S = RandomState> {
    pub(super) flights: UniqueMap<K, Arc<Flight<T>>, S>,
    pub(super) waits: Waits,
}

impl<K, T> FlightMap<K, T> {
    /// Creates an empty map with default settings and a random [`RandomState`]. Allocates nothing.
    ///
    /// It is not `const`. For a `static`, use a [`LazyLock`](std::sync::LazyLock), or
    /// [`with_hasher`](Self::with_hasher).
    #[must_use]
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }
}

impl<K, T, S> FlightMap<K, T, S> {
    /// Creates an empty map that hashes its keys with `hasher`. Allocates nothing, and can initialise a `static` if the
    /// hasher can.
    ///
    /// If clients choose the keys, use a hasher whose hashes they cannot predict (see
    /// [hostile keys](UniqueMap#hostile-keys)).
    #[must_use]
    pub const fn with_hasher(hasher: S) -> Self {
        Self::of(UniqueMap::with_hasher(hasher))
    }

    pub(super) const fn of(flights: UniqueMap<K, Arc<Flight<T>>, S>) -> Self {
        Self::with_waits(flights, Waits::new(InflightMap::new()))
    }

    pub(super) const fn with_waits(flights: UniqueMap<K, Arc<Flight<T>>, S>, waits: Waits) -> Self {
        Self { flights, waits }
    }
}

impl<K, T, S: Default> Default for FlightMap<K, T, S> {
    fn default() -> Self {
        Self::with_hasher(S::default())
    }
}

/// Formats the name and the length, never keys or results.
impl<K, T, S> fmt::Debug for FlightMap<K, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlightMap").field("name", &self.name()).field("len", &self.len()).finish_non_exhaustive()
    }
}
