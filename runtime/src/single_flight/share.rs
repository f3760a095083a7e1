//! What of a body's result goes to those who followed.

use core::marker::PhantomData;

/// Which part of a result is shared.
pub(crate) trait Sharing {
    /// What the function returns.
    type Returned;
    /// What its followers get a clone of.
    type Shared: Clone;

    /// `None` if there is nothing to share: the followers then contend for the key.
    fn shared(returned: &Self::Returned) -> Option<&Self::Shared>;

    /// What a follower returns.
    fn returned(shared: Self::Shared) -> Self::Returned;
}

/// Every result.
pub(crate) struct All<R>(PhantomData<fn() -> R>);

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

/// The `Ok` of a `Result`.
pub(crate) struct Oks<R>(PhantomData<fn() -> R>);

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

/// `Clone`, with an error that speaks of the attribute.
#[diagnostic::on_unimplemented(
    message = "each call that waited is given a clone of the result, and `{Self}` is not `Clone`",
    label = "cannot be shared",
    note = "return an `Arc<…>` of what is expensive or impossible to clone, `Result<Arc<User>, Arc<Error>>`",
    note = "an error that is not `Clone` does not matter with `share = ok`, which shares the `Ok` of a `Result` only"
)]
pub trait SharedOutput: Clone {}

#[diagnostic::do_not_recommend]
impl<T: Clone> SharedOutput for T {}

/// A `Result`.
#[diagnostic::on_unimplemented(
    message = "`share = ok` shares the `Ok` of a `Result`, and this function returns `{Self}`",
    label = "not a `Result`",
    note = "leave `share` out to share whatever the function returns"
)]
pub trait Returns {
    /// The type of the `Ok`.
    type Ok;

    /// If it is one.
    fn as_ok(&self) -> Option<&Self::Ok>;

    /// The result with this `Ok`.
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
