//! The type that expansions of `#[single_flight]` construct, and the methods that they call.

#[cfg(not(target_family = "wasm"))]
use super::blocking;
use super::{
    future::FlightFuture,
    map::FlightMap,
    map_ref::FlightMapRef,
    share::{All, Oks, OutputOf, Returns, SharedOutput},
};
use crate::entry::{CallSite, IntoKey};
use core::{
    future::Future,
    hash::{BuildHasher, Hash},
};

/// A call with its map and its key, before it leads or follows.
// The parameters are those of the map. If they were the type of the argument, rustc would report twice that it is no `FlightMap`.
#[expect(missing_debug_implementations, reason = "users never have one")]
#[must_use = "the call does nothing until one of its methods runs"]
pub struct MacroCall<'a, K, T, S> {
    map: &'a FlightMap<K, T, S>,
    key: K,
    at: CallSite,
}

impl<'a, K, T, S> MacroCall<'a, K, T, S> {
    #[inline]
    pub(crate) fn new<M>(map: &'a M, key: impl IntoKey<K>, at: CallSite) -> Self
    where
        M: FlightMapRef<Key = K, Output = T, Hasher = S>,
    {
        Self { map: map.flights(), key: key.into_key(), at }
    }
}

impl<'a, K: Eq + Hash, T, S: BuildHasher> MacroCall<'a, K, T, S> {
    /// Runs the body of an `async fn`.
    // The captures are the default. rustc would propose others if they were not written.
    #[inline]
    pub fn run<R, B>(self, body: B) -> impl Future<Output = R> + use<'a, K, T, S, R, B>
    where
        R: OutputOf<T> + SharedOutput + 'a,
        B: Future<Output = R>,
    {
        FlightFuture::<_, _, All<R>, _>::new(R::map(self.map), self.key, self.at, body)
    }

    /// Runs the body of an `async fn` with `share = ok`.
    // Without a parameter for the result: rustc would report one that is no `Result` twice.
    #[inline]
    pub fn try_run<B>(self, body: B) -> impl Future<Output = B::Output> + use<'a, K, T, S, B>
    where
        B: Future,
        B::Output: Returns<Ok: OutputOf<T> + SharedOutput> + 'a,
    {
        let map = <B::Output as Returns>::Ok::map(self.map);
        FlightFuture::<_, _, Oks<B::Output>, _>::new(map, self.key, self.at, body)
    }

    /// Runs the body of a function that is not async.
    #[cfg(not(target_family = "wasm"))]
    #[inline]
    pub fn blocking_run<R, B>(self, body: B) -> R
    where
        R: OutputOf<T> + SharedOutput,
        B: FnOnce() -> R,
    {
        blocking::run::<_, _, All<R>>(R::map(self.map), self.key, &self.at, body)
    }

    /// Runs the body of a function that is not async, with `share = ok`.
    #[cfg(not(target_family = "wasm"))]
    #[inline]
    pub fn try_blocking_run<R, B>(self, body: B) -> R
    where
        R: Returns<Ok: OutputOf<T> + SharedOutput>,
        B: FnOnce() -> R,
    {
        blocking::run::<_, _, Oks<R>>(R::Ok::map(self.map), self.key, &self.at, body)
    }
}
