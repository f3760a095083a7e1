//! The queries of a [`FlightMap`]: those of its [`UniqueMap`](crate::UniqueMap), without the internal flights.

use super::{
    flight::Flight,
    map::FlightMap,
    stats::{FlightStats, Tally},
    sync::Arc,
};
#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use crate::maps::NotDrained;
use crate::{
    maps::{Live, Stuck},
    poison::lock,
};
use core::{
    borrow::Borrow,
    hash::{BuildHasher, Hash},
    time::Duration,
};
use std::vec::Vec;

impl<K, T, S> FlightMap<K, T, S> {
    /// Returns the name that the map was built with, or `None`.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.flights.name()
    }

    /// Returns the number of flights, that is, of keys with a running call. O(shards). Takes no lock, as
    /// [`UniqueMap::len`](crate::UniqueMap::len).
    #[must_use]
    pub fn len(&self) -> usize {
        self.flights.len()
    }

    /// Returns whether no key has a flight. O(shards). Takes no lock, as [`len`](Self::len).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.flights.is_empty()
    }

    /// Returns the map's statistics. O(n): scans the flights for the oldest, shard by shard, each under its lock.
    #[doc(alias = "metrics")]
    #[doc(alias = "hit rate")]
    #[must_use]
    pub fn stats(&self) -> FlightStats {
        let Tally { served, promotions, longest_wait } = *lock(&self.tally);
        let flights = self.flights.stats();
        FlightStats { live: flights.len, leaders: flights.entered, served, promotions, longest_wait, flights }
    }

    /// Returns the oldest flight, as [`UniqueMap::oldest`](crate::UniqueMap::oldest). O(n): scans the flights shard by
    /// shard, each under its lock, and clones at most one key per shard.
    #[must_use]
    pub fn oldest(&self) -> Option<Live<K, ()>>
    where
        K: Clone,
    {
        self.flights.oldest().map(without_flight)
    }

    /// Returns all flights, oldest first, as [`UniqueMap::snapshot`](crate::UniqueMap::snapshot). O(n log n). Clones
    /// every key under a shard's lock.
    #[must_use]
    pub fn snapshot(&self) -> Vec<Live<K, ()>>
    where
        K: Clone,
    {
        self.flights.snapshot().into_iter().map(without_flight).collect()
    }

    /// Returns the flights that are at least as old as `older_than`, oldest first, as
    /// [`UniqueMap::stuck`](crate::UniqueMap::stuck). O(n), and O(m log m) for sorting the m flights that are returned.
    #[doc(alias = "watchdog")]
    #[doc(alias = "hang")]
    #[must_use]
    pub fn stuck(&self, older_than: Duration) -> Vec<Live<K, ()>>
    where
        K: Clone,
    {
        self.flights.stuck(older_than).into_iter().map(without_flight).collect()
    }

    /// Returns the oldest of the flights that are at least as old as `older_than`, oldest first, at most `max`, and the
    /// number of all of them, as [`UniqueMap::oldest_stuck`](crate::UniqueMap::oldest_stuck). O(n) time, O(`max`)
    /// memory.
    #[doc(alias = "watchdog")]
    #[doc(alias = "hang")]
    #[must_use]
    pub fn oldest_stuck(&self, older_than: Duration, max: usize) -> Stuck<K, ()>
    where
        K: Clone,
    {
        let Stuck { total, oldest } = self.flights.oldest_stuck(older_than, max);
        Stuck { total, oldest: oldest.into_iter().map(without_flight).collect() }
    }

    /// Resolves once the map has had no flight at least once after the first poll, as
    /// [`UniqueMap::drained`](crate::UniqueMap::drained).
    ///
    /// It does not wait for followers. The followers of a leader that returned already have their result, but may not
    /// have returned it. After a leader that panicked or was dropped, a follower may still begin a flight of its own.
    /// To wait until every call has ended, enter the calls in an [`InflightMap`](crate::InflightMap) too.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::FlightMap;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let lookups = FlightMap::<u64, String>::new();
    /// assert_eq!(lookups.run(7, async { String::from("seven") }).await, "seven");
    /// lookups.drained().await;
    /// # });
    /// ```
    #[doc(alias = "shutdown")]
    #[doc(alias = "wait")]
    #[cfg(feature = "drained")]
    #[cfg_attr(docsrs, doc(cfg(feature = "drained")))]
    pub async fn drained(&self) {
        self.flights.drained().await;
    }

    /// Blocks the thread until the map has had no flight at least once after the call: [`drained`](Self::drained) for
    /// code that is not async. Do not call it in async code, where it blocks the executor, nor in a leader's body,
    /// where it waits for itself until the timeout.
    ///
    /// # Errors
    ///
    /// Returns [`NotDrained`], with the oldest flights that remain, if the map did not become empty within `timeout`.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::FlightMap;
    /// use std::time::Duration;
    ///
    /// let lookups = FlightMap::<u64, String>::new();
    /// let stuck = lookups.blocking_run(7, || lookups.blocking_drained(Duration::ZERO).unwrap_err().to_string());
    /// assert!(stuck.starts_with("1 entry remains: inserted at "));
    /// assert!(lookups.blocking_drained(Duration::from_secs(30)).is_ok());
    /// ```
    #[cfg(all(feature = "drained", not(target_family = "wasm")))]
    #[cfg_attr(docsrs, doc(cfg(feature = "drained")))]
    pub fn blocking_drained(&self, timeout: Duration) -> Result<(), NotDrained> {
        self.flights.blocking_drained(timeout)
    }
}

impl<K: Eq + Hash, T, S: BuildHasher> FlightMap<K, T, S> {
    /// Returns whether a call with this key is running. O(1); compares keys under a shard's lock.
    #[must_use]
    pub fn contains_key<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.flights.contains_key(key)
    }

    /// Returns the approximate number of calls that wait for the running call with this key, or 0 if there is none.
    /// Concurrent calls of this method may be counted too. O(1); compares keys under a shard's lock.
    #[doc(alias = "waiters")]
    #[must_use]
    pub fn followers<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        // Subtracts the `Arc` of the leader, that of the map, and this one.
        self.flights.get(key).map_or(0, |flight| Arc::strong_count(&flight).saturating_sub(3))
    }
}

fn without_flight<K, T>(Live { key, value, age, location }: Live<K, Arc<Flight<T>>>) -> Live<K, ()> {
    // Drop before returning: rust-lang/rust#47949. If the flight has finished, this may be the last owner of its
    // result, whose destructor may panic.
    drop(value);
    Live { key, value: (), age, location }
}
