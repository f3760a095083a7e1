//! The methods that run a single flight without the attribute.

#[cfg(not(target_family = "wasm"))]
use super::blocking::run;
use super::{
    future::FlightFuture,
    map::FlightMap,
    share::{All, Oks},
};
use crate::entry::{CallSite, IntoKey};
use core::{
    future::Future,
    hash::{BuildHasher, Hash},
};

impl<K: Eq + Hash, T, S: BuildHasher> FlightMap<K, T, S> {
    /// Runs the body and returns its output; or, if a call with an equal key is running, waits for it and returns a
    /// clone of its output. For the attribute, see [`#[single_flight]`](macro@crate::single_flight).
    ///
    /// Nothing happens before the first poll. If the call leads, the flight's location is that of the call of this
    /// method. Dropping the future cancels the call; if it leads, a follower runs its own body instead.
    ///
    /// Joining a flight takes O(1), amortised; compares keys under a shard's lock. A call without followers does not
    /// clone its output.
    ///
    /// # Panics
    ///
    /// - If the body panics.
    /// - If the future is polled from within the body of a call with an equal key (see
    ///   [Recursive calls](#recursive-calls)).
    /// - If [`on_excess`](crate::Builder::on_excess) panics.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::FlightMap;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let lookups = FlightMap::<u64, String>::new();
    /// assert_eq!(lookups.run(7, async { String::from("seven") }).await, "seven");
    /// # });
    /// ```
    #[doc(alias = "fly")]
    #[doc(alias = "dedup")]
    #[doc(alias = "coalesce")]
    #[doc(alias = "singleflight")]
    #[doc(alias = "get_or_insert_with")]
    #[doc(alias = "get_with")]
    #[track_caller]
    pub fn run(&self, key: impl IntoKey<K>, body: impl Future<Output = T>) -> impl Future<Output = T>
    where
        T: Clone,
    {
        FlightFuture::<K, S, All<T>, _>::new(self, key.into_key(), CallSite::here(), body)
    }

    /// Does the same as [`run`](Self::run), but shares only an `Ok`: after an `Err`, one of the followers runs its own
    /// body. The error type need not be `Clone`.
    ///
    /// # Errors
    ///
    /// Returns the error of the call's own body. Errors of other calls are never returned.
    ///
    /// # Panics
    ///
    /// As [`run`](Self::run).
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::FlightMap;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let numbers = FlightMap::<&str, u64>::new();
    /// assert_eq!(numbers.try_run("7", async { "7".parse::<u64>() }).await, Ok(7));
    /// assert!(numbers.try_run("x", async { "x".parse::<u64>() }).await.is_err());
    /// # });
    /// ```
    #[doc(alias = "get_or_try_insert_with")]
    #[doc(alias = "try_get_with")]
    #[track_caller]
    pub fn try_run<E>(
        &self,
        key: impl IntoKey<K>,
        body: impl Future<Output = Result<T, E>>,
    ) -> impl Future<Output = Result<T, E>>
    where
        T: Clone,
    {
        FlightFuture::<K, S, Oks<Result<T, E>>, _>::new(self, key.into_key(), CallSite::here(), body)
    }

    /// Does the same as [`run`](Self::run) for code that is not async: a follower blocks its thread. Not available on
    /// wasm.
    ///
    /// Do not call it in async code, where a follower would block the executor.
    ///
    /// # Panics
    ///
    /// - If the body panics.
    /// - If it is called from within the body of a call with an equal key (see [Recursive calls](#recursive-calls)).
    /// - If [`on_excess`](crate::Builder::on_excess) panics.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::FlightMap;
    ///
    /// let lookups = FlightMap::<u64, String>::new();
    /// assert_eq!(lookups.blocking_run(7, || String::from("seven")), "seven");
    /// ```
    #[cfg(not(target_family = "wasm"))]
    #[track_caller]
    pub fn blocking_run(&self, key: impl IntoKey<K>, body: impl FnOnce() -> T) -> T
    where
        T: Clone,
    {
        run::<K, S, All<T>>(self, key.into_key(), &CallSite::here(), body)
    }

    /// Does the same as [`blocking_run`](Self::blocking_run), but shares only an `Ok`: after an `Err`, one of the
    /// followers runs its own body. The error type need not be `Clone`.
    ///
    /// # Errors
    ///
    /// Returns the error of the call's own body. Errors of other calls are never returned.
    ///
    /// # Panics
    ///
    /// As [`blocking_run`](Self::blocking_run).
    #[cfg(not(target_family = "wasm"))]
    #[track_caller]
    pub fn try_blocking_run<E>(&self, key: impl IntoKey<K>, body: impl FnOnce() -> Result<T, E>) -> Result<T, E>
    where
        T: Clone,
    {
        run::<K, S, Oks<Result<T, E>>>(self, key.into_key(), &CallSite::here(), body)
    }
}
