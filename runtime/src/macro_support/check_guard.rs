//! The check that the value after `hold =` is a guard, as far as its type shows.
//!
//! The attribute generates `Kept::of(&guard, 0).kind().is_a_guard();`. The compiler looks up `kind` along a chain of
//! types, as in [`super::check_return`]: the first step that applies decides, and the questions of a step exclude each
//! other.

#![expect(
    clippy::unused_self,
    clippy::wrong_self_convention,
    reason = "the compiler looks up the check as a method, of types without a value of interest"
)]

use super::autoderef::{Answer, answers, steps};
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

steps!(Kept, KeptPlain, KeptOther);
answers!(UnpolledFuture, MaybeGuard, NoGuard, Guard);

impl<T, K> Kept<T, K> {
    /// Starts the check of a value's type. The second argument is the literal `0`, whose type the compiler infers.
    #[inline]
    #[must_use]
    pub fn of(_: &T, _: K) -> Self {
        Self(PhantomData)
    }
}

/// A type whose value may or may not contain a guard.
pub trait Maybe {}

impl<T, E> Maybe for Result<T, E> {}
impl<T> Maybe for Option<T> {}

/// The questions of the first step. Each number is an integer type.
pub trait MayBeNoGuard<K> {
    #[doc(hidden)]
    type Answer: Answer;
}

impl<T: IntoFuture> MayBeNoGuard<u8> for T {
    type Answer = UnpolledFuture<T>;
}

impl<T: Maybe> MayBeNoGuard<u16> for T {
    type Answer = MaybeGuard<T>;
}

impl<T: MayBeNoGuard<K>, K> Kept<T, K> {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn kind(self) -> T::Answer {
        Answer::ANSWER
    }
}

/// The questions of the second step.
pub trait IsNoGuard<K> {
    #[doc(hidden)]
    type Answer: Answer;
}

// A `Copy` type cannot implement `Drop`.
impl<T: Copy> IsNoGuard<u8> for T {
    type Answer = NoGuard<T>;
}

impl<T: ?Sized> IsNoGuard<u16> for &mut T {
    type Answer = NoGuard<Self>;
}

impl<T: IsNoGuard<K>, K> KeptPlain<T, K> {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn kind(self) -> T::Answer {
        Answer::ANSWER
    }
}

impl<T, K> KeptOther<T, K> {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn kind(self) -> Guard<T> {
        Answer::ANSWER
    }
}

impl<T> UnpolledFuture<T> {
    #[doc(hidden)]
    pub fn is_a_guard(self)
    where
        T: NotAnUnpolledFuture,
    {
    }
}

impl<T> MaybeGuard<T> {
    #[doc(hidden)]
    pub fn is_a_guard(self)
    where
        T: NotResultOrOption,
    {
    }
}

impl<T> NoGuard<T> {
    #[doc(hidden)]
    pub fn is_a_guard(self)
    where
        T: HasDropGlue,
    {
    }
}

impl<T> Guard<T> {
    /// Accepts the type if it has drop glue. The assertion is evaluated by `cargo build` only, not by `cargo check`.
    #[inline]
    pub fn is_a_guard(self) {
        const {
            assert!(
                needs_drop::<T>(),
                "the value after `hold =` does nothing when dropped, so holding it has no effect; if this is intended, \
                 give its type an empty `Drop` implementation"
            );
        }
    }
}
