//! Which part of the leader's result the followers get: all of it, or only the `Ok`.

use super::map::FlightMap;
use core::marker::PhantomData;

/// Which part of a result is shared.
pub trait Sharing {
    /// The return type of the function.
    type Returned;
    /// The type that the followers get a clone of.
    type Shared: Clone;

    /// Returns the part to share, or `None` if the flight is to be abandoned.
    fn shared(returned: &Self::Returned) -> Option<&Self::Shared>;

    /// Returns the result of a follower.
    fn returned(shared: Self::Shared) -> Self::Returned;
}

/// Shares every result.
#[derive(Debug)]
pub struct All<R>(PhantomData<fn() -> R>);

impl<R: SharedOutput> Sharing for All<R> {
    type Returned = R;
    type Shared = R;

    #[inline]
    fn shared(returned: &R) -> Option<&R> {
        Some(returned)
    }

    #[inline]
    fn returned(shared: R) -> R {
        shared
    }
}

/// Shares only the `Ok` of a `Result`.
#[derive(Debug)]
pub struct Oks<R>(PhantomData<fn() -> R>);

impl<R: Returns<Ok: SharedOutput>> Sharing for Oks<R> {
    type Returned = R;
    type Shared = R::Ok;

    #[inline]
    fn shared(returned: &R) -> Option<&R::Ok> {
        returned.as_ok()
    }

    #[inline]
    fn returned(shared: R::Ok) -> R {
        R::of(shared)
    }
}

/// `Clone`, with an error message about the attribute.
#[diagnostic::on_unimplemented(
    message = "the result of a `#[single_flight]` function has to be `Clone`, and `{Self}` is not",
    label = "each waiting call returns a clone of the result",
    note = "if it is expensive or impossible to clone, return it in an `Arc`, as in `Result<Arc<User>, Arc<Error>>`",
    note = "if only the error is not `Clone`, use `share = ok`, which shares only the `Ok` of a `Result`"
)]
pub trait SharedOutput: Clone {}

#[diagnostic::do_not_recommend]
impl<T: Clone> SharedOutput for T {}

/// The type that is shared, as what the map shares: `T` itself.
#[diagnostic::on_unimplemented(
    message = "the function returns `{Self}`, but its map shares `{T}`",
    label = "the `FlightMap` shares `{T}`",
    note = "declare the map as `FlightMap<_, {Self}>`",
    note = "a function that returns a `Result<T, E>` can use a `FlightMap<_, T>` with `share = ok`, which shares only the `Ok`"
)]
pub trait OutputOf<T>: Sized {
    /// Returns the map.
    fn map<K, S>(map: &FlightMap<K, T, S>) -> &FlightMap<K, Self, S>;
}

#[diagnostic::do_not_recommend]
impl<T> OutputOf<T> for T {
    #[inline]
    fn map<K, S>(map: &FlightMap<K, T, S>) -> &FlightMap<K, T, S> {
        map
    }
}

/// A `Result`, as the return type of a function with `share = ok`.
#[diagnostic::on_unimplemented(
    message = "`share = ok` shares the `Ok` of a `Result`, but the function returns `{Self}`",
    label = "not a `Result`",
    note = "remove `share` to share every result of the function"
)]
pub trait Returns {
    /// The type of the `Ok`.
    type Ok;

    /// Returns the value of an `Ok`, or `None` for an `Err`.
    fn as_ok(&self) -> Option<&Self::Ok>;

    /// Returns an `Ok` with this value.
    fn of(ok: Self::Ok) -> Self;
}

impl<T, E> Returns for Result<T, E> {
    type Ok = T;

    #[inline]
    fn as_ok(&self) -> Option<&T> {
        self.as_ref().ok()
    }

    #[inline]
    fn of(ok: T) -> Self {
        Ok(ok)
    }
}
