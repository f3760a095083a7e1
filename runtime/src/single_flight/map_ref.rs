//! The types that the argument `map` of `#[single_flight]` accepts.

use super::map::FlightMap;
use core::hash::{BuildHasher, Hash};
use std::{boxed::Box, rc::Rc, sync::Arc, sync::LazyLock};

/// A [`FlightMap`], or a pointer to one: `&`, `Arc`, `Rc`, `Box`, `LazyLock`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `FlightMap`",
    label = "expected a `FlightMap`",
    note = "the argument `map` of `#[single_flight]` accepts a `FlightMap`, or a `&`, `Arc`, `Rc`, `Box` or `LazyLock` of one"
)]
pub trait FlightMapRef {
    /// The type of the keys.
    type Key: Eq + Hash;
    /// The type of the results that calls share.
    type Output;
    /// The hasher of the keys.
    type Hasher: BuildHasher;

    /// Returns the map, the same one every time.
    fn flights(&self) -> &FlightMap<Self::Key, Self::Output, Self::Hasher>;
}

impl<K: Eq + Hash, T, S: BuildHasher> FlightMapRef for FlightMap<K, T, S> {
    type Key = K;
    type Output = T;
    type Hasher = S;

    #[inline]
    fn flights(&self) -> &Self {
        self
    }
}

macro_rules! pointers {
    ($([$($generics:tt)*] $pointer:ty),* $(,)?) => {$(
        impl<$($generics)*> FlightMapRef for $pointer
        where
            M: FlightMapRef,
        {
            type Key = M::Key;
            type Output = M::Output;
            type Hasher = M::Hasher;

            #[inline]
            fn flights(&self) -> &FlightMap<M::Key, M::Output, M::Hasher> {
                (**self).flights()
            }
        }
    )*};
}

pointers! {
    [M: ?Sized] &M,
    [M: ?Sized] Arc<M>,
    [M: ?Sized] Rc<M>,
    [M: ?Sized] Box<M>,
    [M, F: FnOnce() -> M] LazyLock<M, F>,
}
