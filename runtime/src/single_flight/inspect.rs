//! The read side: that of the map of flights, without the flights.

use super::{
    flight::Flight,
    map::FlightMap,
    stats::{FlightStats, Tally},
    sync::Arc,
};
#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use crate::maps::NotDrained;
use crate::{maps::Live, poison::lock};
use core::{
    borrow::Borrow,
    hash::{BuildHasher, Hash},
    time::Duration,
};
use std::vec::Vec;

impl<K, T, S> FlightMap<K, T, S> {
    /// Returns the name that the map was built with.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.flights.name()
    }

    /// Returns the number of keys with a flight. Takes no lock, as [`UniqueMap::len`](crate::UniqueMap::len).
    #[must_use]
    pub fn len(&self) -> usize {
        self.flights.len()
    }

    /// Returns whether no key has a flight. Takes no lock, as [`len`](Self::len).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.flights.is_empty()
    }

    /// Returns the map's statistics. O(n): scans the entries for the oldest, shard by shard, each under its lock.
    #[must_use]
    pub fn stats(&self) -> FlightStats {
        let Tally { served, promotions, longest_wait } = *lock(&self.tally);
        let flights = self.flights.stats();
        FlightStats { live: flights.len, leaders: flights.entered, served, promotions, longest_wait, flights }
    }

    /// Returns the oldest flight, as [`UniqueMap::oldest`](crate::UniqueMap::oldest). O(n).
    #[must_use]
    pub fn oldest(&self) -> Option<Live<K, ()>>
    where
        K: Clone,
    {
        self.flights.oldest().map(without_flight)
    }

    /// Returns all flights, oldest first, as [`UniqueMap::snapshot`](crate::UniqueMap::snapshot). O(n log n).
    #[must_use]
    pub fn snapshot(&self) -> Vec<Live<K, ()>>
    where
        K: Clone,
    {
        self.flights.snapshot().into_iter().map(without_flight).collect()
    }

    /// Returns the flights that are at least as old as `older_than`, oldest first, as
    /// [`UniqueMap::stuck`](crate::UniqueMap::stuck). O(n), and O(m log m) for sorting the m flights that are returned.
    #[must_use]
    pub fn stuck(&self, older_than: Duration) -> Vec<Live<K, ()>>
    where
        K: Clone,
    {
        self.flights.stuck(older_than).into_iter().map(without_flight).collect()
    }

    /// Resolves when no key has had a flight at a moment since the first poll, as
    /// [`UniqueMap::drained`](crate::UniqueMap::drained) does.
    ///
    /// Nobody waits for followers: those of a leader that returned have their result, and those of one that panicked or was
    /// dropped may still begin a flight of their own. Where every call is to be over, enter it in an
    /// [`InflightMap`](crate::InflightMap), too.
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

    /// Blocks the thread until no key has had a flight at a moment since the call, as [`drained`](Self::drained) does a
    /// task. Not in async code, nor in a leader's body: it would wait for itself.
    ///
    /// # Errors
    ///
    /// [`NotDrained`], with what is still there, if that took longer than `timeout`.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::FlightMap;
    /// use std::time::Duration;
    ///
    /// let lookups = FlightMap::<u64, String>::new();
    /// let stuck = lookups.blocking_run(7, || lookups.blocking_drained(Duration::ZERO).unwrap_err().to_string());
    /// assert!(stuck.starts_with("1 entry is still there: made at "));
    /// assert!(lookups.blocking_drained(Duration::from_secs(30)).is_ok());
    /// ```
    #[cfg(all(feature = "drained", not(target_family = "wasm")))]
    #[cfg_attr(docsrs, doc(cfg(feature = "drained")))]
    pub fn blocking_drained(&self, timeout: Duration) -> Result<(), NotDrained> {
        self.flights.blocking_drained(timeout)
    }
}

impl<K: Eq + Hash, T, S: BuildHasher> FlightMap<K, T, S> {
    /// Returns whether a call with this key is running. Constant time; compares keys under a shard's lock.
    #[must_use]
    pub fn contains_key<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.flights.contains_key(key)
    }

    /// Returns roughly how many calls wait for the one with this key: calls of this method at the same moment may be
    /// counted, too. Constant time; compares keys under a shard's lock.
    #[must_use]
    pub fn followers<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        // Not counted: the `Arc` of the leader, of the map, and this one.
        self.flights.get(key).map_or(0, |flight| Arc::strong_count(&flight).saturating_sub(3))
    }
}

fn without_flight<K, T>(Live { key, value, age, location }: Live<K, Arc<Flight<T>>>) -> Live<K, ()> {
    // Drop before returning: rust-lang/rust#47949. The flight may have finished, and this may be the last owner of its
    // result.
    drop(value);
    Live { key, value: (), age, location }
}
