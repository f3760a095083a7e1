//! Calls without the attribute.

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
    /// Returns the output of the body, or of another call's body that is running for an equal key.
    ///
    /// Nothing happens before the first poll. The flight's location is that of this call.
    ///
    /// # Panics
    ///
    /// If the body does. If it is polled within the body of a call with an equal key (see the type's documentation). If
    /// [`on_excess`](crate::Builder::on_excess) does.
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
    #[doc(alias = "get_or_insert_with")]
    #[track_caller]
    pub fn run(&self, key: impl IntoKey<K>, body: impl Future<Output = T>) -> impl Future<Output = T>
    where
        T: Clone,
    {
        FlightFuture::<K, S, All<T>, _>::new(self, key.into_key(), CallSite::here(), body)
    }

    /// As [`run`](Self::run), but shares only an `Ok`: at an `Err`, one of the calls that waited runs its own body.
    ///
    /// # Panics
    ///
    /// As [`run`](Self::run).
    #[doc(alias = "get_or_try_insert_with")]
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

    /// As [`run`](Self::run), for code that is not async: a call that waits blocks its thread. Not available on wasm.
    ///
    /// # Panics
    ///
    /// As [`run`](Self::run).
    #[cfg(not(target_family = "wasm"))]
    #[track_caller]
    pub fn blocking_run(&self, key: impl IntoKey<K>, body: impl FnOnce() -> T) -> T
    where
        T: Clone,
    {
        run::<K, S, All<T>>(self, key.into_key(), &CallSite::here(), body)
    }

    /// As [`blocking_run`](Self::blocking_run), but shares only an `Ok`: at an `Err`, one of the calls that waited runs its
    /// own body.
    ///
    /// # Errors
    ///
    /// The error of the body.
    ///
    /// # Panics
    ///
    /// As [`run`](Self::run).
    #[cfg(not(target_family = "wasm"))]
    #[track_caller]
    pub fn try_blocking_run<E>(&self, key: impl IntoKey<K>, body: impl FnOnce() -> Result<T, E>) -> Result<T, E>
    where
        T: Clone,
    {
        run::<K, S, Oks<Result<T, E>>>(self, key.into_key(), &CallSite::here(), body)
    }
}
