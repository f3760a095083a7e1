//! The check that the value after `hold =` is a guard, as far as its type shows.
//!
//! The attribute generates `Kept::of(&guard).is_a_guard();`. The compiler looks up the method along a chain of types,
//! as in [`super::check_return`]: the first layer that applies decides.

#![expect(clippy::unused_self, reason = "the compiler looks up the check as a method")]

use super::autoderef::questions;
use core::{future::IntoFuture, marker::PhantomData, mem::needs_drop};

/// Implemented by no type. The compiler reports this bound if a future is given in place of a guard.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a future, and holding it does not run it",
    label = "this is a future, not a guard",
    note = "to get the guard, await the future, as in `hold = self.permits.acquire().await`",
    note = "to hold the future itself, such as a handle that aborts its task on drop, put it into a tuple: `hold = (handle,)`"
)]
pub trait NotAnUnpolledFuture {}

/// Implemented by no type. The compiler reports this bound if a `Result` or an `Option` is given in place of a guard.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may contain no guard, and the function would then run without one",
    label = "this may or may not contain a guard",
    note = "to return early if there is no guard, use `?`, as in `hold = self.permits.try_acquire()?`",
    note = "to run without a guard in that case, put it into a tuple: `hold = (maybe,)`"
)]
pub trait NotResultOrOption {}

/// Implemented by no type. The compiler reports this bound if the type of the guard has no drop glue.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does nothing when dropped, so holding it has no effect",
    label = "this is not a guard",
    note = "`hold` takes a guard by value, and the guard must do something when it drops"
)]
pub trait HasDropGlue {}

questions!(Kept, KeptMaybe, KeptCopy, KeptReference, KeptGuard);

impl<T> Kept<T> {
    /// Starts the check of a value's type.
    #[inline]
    #[must_use]
    pub const fn of(_: &T) -> Self {
        Self(PhantomData)
    }
}

/// A type whose value may or may not contain a guard.
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

// A `Copy` type cannot implement `Drop`.
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
    /// Accepts the type if it has drop glue. The assertion is evaluated by `cargo build` only, not by `cargo check`.
    #[inline]
    pub const fn is_a_guard(&self) {
        const {
            assert!(
                needs_drop::<T>(),
                "the value after `hold =` does nothing when dropped, so holding it has no effect; if this is intended, \
                 give its type an empty `Drop` implementation"
            );
        }
    }
}
