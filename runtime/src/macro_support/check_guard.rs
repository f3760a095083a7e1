//! The check that what `hold = …` was given is a guard, as far as a type can tell.
//!
//! The attribute writes `Kept::of(&guard).is_a_guard();`. The method is looked up along a chain of types, as that of
//! [`crate::returned`] is: the first layer that applies answers.

#![expect(clippy::unused_self, reason = "the check is looked up as a method")]

use super::autoderef::questions;
use core::{future::IntoFuture, marker::PhantomData, mem::needs_drop};

/// Implemented by nothing: what a future in place of a guard fails on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a future: held as it is, it never runs",
    label = "this is a future, and not a guard",
    note = "is an `.await` missing, as in `hold = self.permits.acquire().await`?",
    note = "to hold the future itself, like a handle that aborts its task when it drops, put it into a tuple: `hold = (handle,)`"
)]
pub trait NotAnUnpolledFuture {}

/// Implemented by nothing: what a `Result` or `Option` in place of a guard fails on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may be something else than a guard, and the function would run without one",
    label = "this may hold a guard, or not",
    note = "is a `?` missing, as in `hold = self.permits.try_acquire()?`?",
    note = "to go on without a guard, put it into a tuple: `hold = (maybe,)`"
)]
pub trait NotResultOrOption {}

/// Implemented by nothing: what a value whose drop does nothing fails on.
#[diagnostic::on_unimplemented(
    message = "dropping a `{Self}` does nothing, so holding it does nothing",
    label = "this is not a guard",
    note = "`hold` takes the guard itself, by value: what ends something when it drops"
)]
pub trait HasDropGlue {}

questions!(Kept, KeptMaybe, KeptCopy, KeptReference, KeptGuard);

impl<T> Kept<T> {
    /// Asks about the type of a value.
    #[inline]
    #[must_use]
    pub const fn of(_: &T) -> Self {
        Self(PhantomData)
    }
}

/// What a guard may be missing from.
pub trait Maybe {}

impl<T, E> Maybe for Result<T, E> {}
impl<T> Maybe for Option<T> {}

impl<T: IntoFuture> Kept<T> {
    #[doc(hidden)]
    pub const fn is_a_guard(&self)
    where
        T: NotAnUnpolledFuture,
    {
    }
}

impl<T: Maybe> KeptMaybe<T> {
    #[doc(hidden)]
    pub const fn is_a_guard(&self)
    where
        T: NotResultOrOption,
    {
    }
}

// What is `Copy` cannot have a `Drop`.
impl<T: Copy> KeptCopy<T> {
    #[doc(hidden)]
    pub const fn is_a_guard(&self)
    where
        T: HasDropGlue,
    {
    }
}

impl<'a, T: ?Sized> KeptReference<&'a mut T> {
    #[doc(hidden)]
    pub const fn is_a_guard(&self)
    where
        &'a mut T: HasDropGlue,
    {
    }
}

impl<T> KeptGuard<T> {
    /// The traits have found nothing. Whether there is anything to drop is known only when the program is built.
    #[inline]
    pub const fn is_a_guard(&self) {
        const {
            assert!(
                needs_drop::<T>(),
                "`hold = …` was given a value whose drop does nothing, so holding it does nothing; if that is meant, \
                 give its type a `Drop` that is empty"
            );
        }
    }
}
