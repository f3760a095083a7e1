//! The queries of a [`FlightMap`]: those of its [`UniqueMap`](crate::UniqueMap), without the internal flights.

use super::{
    flight::{Condition, Flight},
    info::FlightInfo,
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
        let Tally { served, promotions, longest_wait } = *lock(&self.waits.tally);
        let flights = self.flights.stats();
        FlightStats {
            live: flights.len,
            leaders: flights.entered,
            served,
            promotions,
            longest_wait,
            waiting: self.waits.now.stats(),
            flights,
        }
    }

    /// Returns the oldest flight, as [`UniqueMap::oldest`](crate::UniqueMap::oldest). O(n): scans the flights shard by
    /// shard, each under its lock, and clones at most one key per shard.
    #[must_use]
    pub fn oldest(&self) -> Option<Live<K, FlightInfo>>
    where
        K: Clone,
    {
        self.flights.oldest().map(without_flight)
    }

    /// Returns all flights, oldest first, as [`UniqueMap::snapshot`](crate::UniqueMap::snapshot). O(n log n). Clones
    /// every key under a shard's lock.
    #[must_use]
    pub fn snapshot(&self) -> Vec<Live<K, FlightInfo>>
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
    pub fn stuck(&self, older_than: Duration) -> Vec<Live<K, FlightInfo>>
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
    pub fn oldest_stuck(&self, older_than: Duration, max: usize) -> Stuck<K, FlightInfo>
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

    /// Returns the number of calls that wait for the running call with this key, or 0 if there is none. O(1); compares
    /// keys under a shard's lock.
    #[doc(alias = "waiters")]
    #[must_use]
    pub fn followers<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        self.flights.get(key).map_or(0, |flight| flight.condition().followers)
    }

    /// Makes new calls with this key begin a flight of their own, while the running one goes on: for a leader that is
    /// stuck, or whose result would be outdated. Returns whether there was a flight. O(1); compares keys under a shard's
    /// lock.
    ///
    /// The followers of the forgotten flight still get its result. Until it ends, it stays in [`len`](Self::len),
    /// [`stats`](Self::stats), the listings, where it is [marked](FlightInfo::is_forgotten), and what
    /// [`drained`](Self::drained) waits for; but [`contains_key`](Self::contains_key) and [`followers`](Self::followers)
    /// do not find it. So there may be several bodies of a key at a time.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::FlightMap;
    ///
    /// let lookups = FlightMap::<u64, u64>::new();
    /// let outer = lookups.blocking_run(7, || {
    ///     assert!(lookups.forget(&7));
    ///     assert_eq!(lookups.blocking_run(7, || 2), 2); // another flight
    ///     assert!(lookups.snapshot()[0].value.is_forgotten);
    ///     1
    /// });
    /// assert_eq!((outer, lookups.forget(&7)), (1, false));
    /// ```
    pub fn forget<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        let forgotten = self.flights.hide_key(key);
        if let Some(flight) = &forgotten {
            flight.forget();
        }
        forgotten.is_some()
    }
}

fn without_flight<K, T>(Live { key, value, age, location }: Live<K, Arc<Flight<T>>>) -> Live<K, FlightInfo> {
    let Condition { followers, is_forgotten } = value.condition();
    let info = FlightInfo { followers, is_forgotten };
    // Drop before returning: rust-lang/rust#47949. If the flight has finished, this may be the last owner of its
    // result, whose destructor may panic.
    drop(value);
    Live { key, value: info, age, location }
}
