//! The methods that run a single flight without the attribute.

#[cfg(not(target_family = "wasm"))]
use super::blocking::run;
use super::{
    detached::{DetachedFlight, call},
    future::FlightFuture,
    map::FlightMap,
    share::{All, Oks},
};
use crate::entry::{CallSite, IntoKey};
use core::{
    future::Future,
    hash::{BuildHasher, Hash},
};
use std::sync::Arc;

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

    /// Does the same as [`run`](Self::run), but if the call leads, its body runs in a task of its own, for as long as any
    /// call waits: a caller that gives up does not take the work of the others with it.
    ///
    /// With [`run`](Self::run), a leader that is dropped takes its body with it, and the next call begins anew. If each
    /// caller gives up before a body has finished, no call ever gets a result. Here, the body goes on while callers come
    /// and go, and is dropped soon after the last of them has gone.
    ///
    /// `spawn` is called with the task, if the call leads: `tokio::spawn`, `smol::spawn`, or anything else that polls a
    /// future until it is ready. Its result is dropped; wrap it if dropping it would cancel the task, as in
    /// `|task| smol::spawn(task).detach()`.
    ///
    /// [Recursive calls](#recursive-calls) are detected in the task. [`drained`](Self::drained) waits for the body.
    ///
    /// # Panics
    ///
    /// The future panics
    ///
    /// - if `spawn` panics.
    /// - if the body panics, or the executor drops the task, and the call has spawned it. The other calls that wait go
    ///   on: one of them spawns its own body.
    /// - as that of [`run`](Self::run).
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::FlightMap;
    /// use std::{sync::Arc, time::Duration};
    /// use tokio::time::{sleep, timeout};
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let lookups = Arc::new(FlightMap::<u64, String>::new());
    /// let lookup = || {
    ///     lookups.run_detached(7, tokio::spawn, async {
    ///         sleep(Duration::from_millis(20)).await;
    ///         String::from("seven")
    ///     })
    /// };
    /// let (impatient, patient) = tokio::join!(timeout(Duration::from_millis(1), lookup()), lookup());
    /// assert!(impatient.is_err());
    /// assert_eq!(patient, "seven");
    /// assert_eq!(lookups.stats().leaders, 1);
    /// # });
    /// ```
    #[doc(alias = "spawn")]
    #[doc(alias = "background")]
    #[track_caller]
    pub fn run_detached<B, R>(
        self: &Arc<Self>,
        key: impl IntoKey<K>,
        spawn: impl FnOnce(DetachedFlight<K, S, All<T>, B>) -> R,
        body: B,
    ) -> impl Future<Output = T>
    where
        T: Clone,
        B: Future<Output = T>,
    {
        call::<K, S, All<T>, B, R>(Arc::clone(self), key.into_key(), CallSite::here(), spawn, body)
    }

    /// Does the same as [`run_detached`](Self::run_detached), but shares only an `Ok`, as [`try_run`](Self::try_run).
    ///
    /// # Errors
    ///
    /// Returns the error of the call's own body. Errors of other calls are never returned.
    ///
    /// # Panics
    ///
    /// As [`run_detached`](Self::run_detached).
    #[doc(alias = "spawn")]
    #[doc(alias = "background")]
    #[track_caller]
    pub fn try_run_detached<E, B, R>(
        self: &Arc<Self>,
        key: impl IntoKey<K>,
        spawn: impl FnOnce(DetachedFlight<K, S, Oks<Result<T, E>>, B>) -> R,
        body: B,
    ) -> impl Future<Output = Result<T, E>>
    where
        T: Clone,
        B: Future<Output = Result<T, E>>,
    {
        call::<K, S, Oks<Result<T, E>>, B, R>(Arc::clone(self), key.into_key(), CallSite::here(), spawn, body)
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
