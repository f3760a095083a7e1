//! The check that a function does not return a future or a stream which would outlive the entry.
//!
//! The attribute writes `Returned::<T>::TYPE.is_not_lazy();` with the function's return type. The method is looked up
//! along a chain of `Deref`s, one type per question: an inherent method whose impl does not apply to `T` is passed
//! over, so the first layer that applies answers, and the last one, which applies to every `T`, accepts. A layer that
//! refuses does so by a bound on the method, which plays no part in the look-up: a trait that nothing implements, and
//! whose message is what the user reads. This needs no specialisation, and sees through aliases, hidden lifetimes,
//! associated types and the bounds of generics.

use alloc::vec::Vec;
use core::{future::Future, marker::PhantomData, ops::Deref};
use futures_core::Stream;

/// Implemented by nothing: what a refused future fails on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a future: the entry would end when the function returns, before the future has run",
    label = "this future would run without its entry",
    note = "make the function an `async fn`: its entry lasts until the future completes or is dropped",
    note = "or take the guard with `guard = name` and move it into the future or task that the entry is for"
)]
pub trait EndsBeforeTheFuture {}

/// Implemented by nothing: what a refused stream fails on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream: the entry would end when the function returns, before the stream has been read",
    label = "this stream would be read without its entry",
    note = "take the guard with `guard = name` and move it into the stream that the entry is for"
)]
pub trait EndsBeforeTheStream {}

/// One question about the type `T`, the `N`th of the chain. No value of `T` is made, and neither its auto traits nor
/// its variance play a part.
#[expect(missing_debug_implementations, reason = "users never hold one")]
pub struct Question<const N: usize, T>(PhantomData<fn() -> *const T>);

/// `T` as the type that a function returns.
pub type Returned<T> = Question<0, T>;

impl<T> Returned<T> {
    /// What the check is called on.
    pub const TYPE: Self = Self(PhantomData);
}

macro_rules! chain {
    ($($this:literal => $next:literal),* $(,)?) => {$(
        impl<T> Deref for Question<$this, T> {
            type Target = Question<$next, T>;

            #[inline]
            fn deref(&self) -> &Self::Target {
                &Question(PhantomData)
            }
        }
    )*};
}

/// `(A, F)` needs a layer of its own beside `(F, A)`: as impls of one layer the two would overlap.
macro_rules! refuse {
    ($($layer:literal: [$($generic:ident),*] $returned:ty;)*) => {$(
        impl<F: Future, $($generic),*> Question<$layer, $returned> {
            #[doc(hidden)]
            #[inline]
            pub const fn is_not_lazy(&self)
            where
                F: EndsBeforeTheFuture,
            {
            }
        }
    )*};
    (streams $($layer:literal: [$($generic:ident),*] $returned:ty;)*) => {$(
        impl<F: Stream, $($generic),*> Question<$layer, $returned> {
            #[doc(hidden)]
            #[inline]
            pub const fn is_not_lazy(&self)
            where
                F: EndsBeforeTheStream,
            {
            }
        }
    )*};
}

chain!(0 => 1, 1 => 2, 2 => 3, 3 => 4, 4 => 5, 5 => 6, 6 => 7, 7 => 8);

refuse! {
    0: [] F;
    2: [E] Result<F, E>;
    2: [] Option<F>;
    2: [] Vec<F>;
    2: [] (F,);
    2: [A] (F, A);
    2: [A, B] (F, A, B);
    4: [A] (A, F);
    4: [A, B] (A, F, B);
    6: [A, B] (A, B, F);
    6: [E] Result<Option<F>, E>;
    6: [E] Option<Result<F, E>>;
}

refuse! { streams
    1: [] F;
    3: [E] Result<F, E>;
    3: [] Option<F>;
    3: [] Vec<F>;
    3: [] (F,);
    3: [A] (F, A);
    3: [A, B] (F, A, B);
    5: [A] (A, F);
    5: [A, B] (A, F, B);
    7: [A, B] (A, B, F);
    7: [E] Result<Option<F>, E>;
    7: [E] Option<Result<F, E>>;
}

impl<T> Question<8, T> {
    /// Nothing lazy was found.
    #[expect(clippy::unused_self, reason = "it is looked up as a method")]
    #[inline]
    pub const fn is_not_lazy(&self) {}
}
