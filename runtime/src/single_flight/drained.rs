//! Waiting until no key has a flight.

use super::FlightMap;
#[cfg(not(target_family = "wasm"))]
use crate::NotDrained;
#[cfg(not(target_family = "wasm"))]
use core::time::Duration;

impl<K, T, S> FlightMap<K, T, S> {
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
    /// assert_eq!(lookups.fly(7, async { String::from("seven") }).await, "seven");
    /// lookups.drained().await;
    /// # });
    /// ```
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
    /// let stuck = lookups.run(7, || lookups.blocking_drained(Duration::ZERO).unwrap_err().to_string());
    /// assert!(stuck.starts_with("1 entry is still there: made at "));
    /// assert!(lookups.blocking_drained(Duration::from_secs(30)).is_ok());
    /// ```
    #[cfg(not(target_family = "wasm"))]
    #[cfg_attr(docsrs, doc(cfg(feature = "drained")))]
    pub fn blocking_drained(&self, timeout: Duration) -> Result<(), NotDrained> {
        self.flights.blocking_drained(timeout)
    }
}
