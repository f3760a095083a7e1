//! The type that expansions of `#[single_flight]` construct, and the methods that they call.

#[cfg(not(target_family = "wasm"))]
use super::blocking;
use super::{
    future::FlightFuture,
    map_ref::FlightMapRef,
    share::{All, Oks, Returns, SharedOutput},
};
use crate::entry::{CallSite, IntoKey};
use core::future::Future;

/// A call with its map and its key, before it leads or follows.
#[expect(missing_debug_implementations, reason = "users never have one")]
#[must_use = "the call does nothing until one of its methods runs"]
pub struct MacroCall<'a, M: FlightMapRef> {
    map: &'a M,
    key: M::Key,
    at: CallSite,
}

impl<'a, M: FlightMapRef> MacroCall<'a, M> {
    #[inline]
    pub(crate) fn new(map: &'a M, key: impl IntoKey<M::Key>, at: CallSite) -> Self {
        Self { map, key: key.into_key(), at }
    }

    /// Runs the body of an `async fn`.
    #[inline]
    pub fn run<R, B>(self, body: B) -> impl Future<Output = R>
    where
        M: FlightMapRef<Output = R>,
        R: SharedOutput + 'a,
        B: Future<Output = R>,
    {
        FlightFuture::<_, _, All<R>, _>::new(self.map.flights(), self.key, self.at, body)
    }

    /// Runs the body of an `async fn` with `share = ok`.
    #[inline]
    pub fn try_run<R, B>(self, body: B) -> impl Future<Output = R>
    where
        R: Returns<Ok: SharedOutput> + 'a,
        M: FlightMapRef<Output = R::Ok>,
        B: Future<Output = R>,
    {
        FlightFuture::<_, _, Oks<R>, _>::new(self.map.flights(), self.key, self.at, body)
    }

    /// Runs the body of a function that is not async.
    #[cfg(not(target_family = "wasm"))]
    #[inline]
    pub fn blocking_run<R, B>(self, body: B) -> R
    where
        M: FlightMapRef<Output = R>,
        R: SharedOutput,
        B: FnOnce() -> R,
    {
        blocking::run::<_, _, All<R>>(self.map.flights(), self.key, &self.at, body)
    }

    /// Runs the body of a function that is not async, with `share = ok`.
    #[cfg(not(target_family = "wasm"))]
    #[inline]
    pub fn try_blocking_run<R, B>(self, body: B) -> R
    where
        R: Returns<Ok: SharedOutput>,
        M: FlightMapRef<Output = R::Ok>,
        B: FnOnce() -> R,
    {
        blocking::run::<_, _, Oks<R>>(self.map.flights(), self.key, &self.at, body)
    }
}
