//! The check that a function does not return a future or a stream which would outlive the entry.
//!
//! The attribute writes `Returned::<T>::TYPE.is_not_lazy();` with the function's return type. The method is looked up
//! along a chain of `Deref`s, one type per question: an inherent method whose impl does not apply to `T` is passed
//! over, so the first layer that applies answers, and the last one, which applies to every `T`, accepts. A layer that
//! refuses does so by a bound on the method, which plays no part in the look-up: a trait that nothing implements, and
//! whose message is what the user reads. This needs no specialisation, and sees through aliases, hidden lifetimes,
//! associated types and the bounds of generics.

#![expect(clippy::unused_self, reason = "the check is looked up as a method")]

use super::autoderef::questions;
use alloc::vec::Vec;
use core::{future::Future, marker::PhantomData};
use futures_core::Stream;

/// Implemented by nothing: what a refused future fails on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a future: the entry would end when the function returns, before the future has run",
    label = "this future would run without its entry",
    note = "make the function an `async fn`, or write its return type out, as `impl Future<…>` or `Pin<Box<dyn Future<…>>>`: the entry then lasts until the future completes or is dropped",
    note = "or take the guard with `guard = name`, and attach it to the future with `name.attach(…)` (of a `hold`, with `Attached::new(name, …)`) or move it into the task that the entry is for",
    note = "or say with `until = return` that the entry is to end when the function returns"
)]
pub trait NotAFuture {}

/// Implemented by nothing: what a refused stream fails on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream: the entry would end when the function returns, before the stream has been read",
    label = "this stream would be read without its entry",
    note = "write the return type out, as `impl Stream<…>` or `Pin<Box<dyn Stream<…>>>`: the entry then lasts until the stream ends or is dropped",
    note = "or take the guard with `guard = name`, and attach it to the stream with `name.attach(…)` (of a `hold`, with `Attached::new(name, …)`)",
    note = "or say with `until = return` that the entry is to end when the function returns"
)]
pub trait NotAStream {}

questions!(
    Returned,
    StreamItself,
    FutureFirst,
    StreamFirst,
    FutureSecond,
    StreamSecond,
    FutureThird,
    StreamThird,
    NothingLazy
);

impl<T: ?Sized> Returned<T> {
    /// What the check is called on.
    pub const TYPE: Self = Self(PhantomData);
}

/// Something that carries a future or stream of type `T`, as the `POSITION`th of its parts.
///
/// The position tells impls like those for `(T, A)` and `(A, T)` apart, which would overlap otherwise.
pub trait Part<const POSITION: usize> {
    /// What may be lazy.
    type Type;
}

macro_rules! parts {
    ($($position:literal: [$($generic:ident),*] $whole:ty;)*) => {$(
        impl<T, $($generic),*> Part<$position> for $whole {
            type Type = T;
        }
    )*};
}

parts! {
    0: [E] Result<T, E>;
    0: [] Option<T>;
    0: [] Vec<T>;
    0: [] (T,);
    0: [A] (T, A);
    0: [A, B] (T, A, B);
    1: [A] (A, T);
    1: [A, B] (A, T, B);
    1: [E] Result<Option<T>, E>;
    1: [E] Option<Result<T, E>>;
    2: [A, B] (A, B, T);
}

// Written out, because an error quotes the bound that failed: it would show a macro's insides instead.

impl<T: Future + ?Sized> Returned<T> {
    #[doc(hidden)]
    pub const fn is_not_lazy(&self)
    where
        T: NotAFuture,
    {
    }
}

impl<T: Stream + ?Sized> StreamItself<T> {
    #[doc(hidden)]
    pub const fn is_not_lazy(&self)
    where
        T: NotAStream,
    {
    }
}

impl<T: Part<0, Type: Future> + ?Sized> FutureFirst<T> {
    #[doc(hidden)]
    pub const fn is_not_lazy(&self)
    where
        T::Type: NotAFuture,
    {
    }
}

impl<T: Part<0, Type: Stream> + ?Sized> StreamFirst<T> {
    #[doc(hidden)]
    pub const fn is_not_lazy(&self)
    where
        T::Type: NotAStream,
    {
    }
}

impl<T: Part<1, Type: Future> + ?Sized> FutureSecond<T> {
    #[doc(hidden)]
    pub const fn is_not_lazy(&self)
    where
        T::Type: NotAFuture,
    {
    }
}

impl<T: Part<1, Type: Stream> + ?Sized> StreamSecond<T> {
    #[doc(hidden)]
    pub const fn is_not_lazy(&self)
    where
        T::Type: NotAStream,
    {
    }
}

impl<T: Part<2, Type: Future> + ?Sized> FutureThird<T> {
    #[doc(hidden)]
    pub const fn is_not_lazy(&self)
    where
        T::Type: NotAFuture,
    {
    }
}

impl<T: Part<2, Type: Stream> + ?Sized> StreamThird<T> {
    #[doc(hidden)]
    pub const fn is_not_lazy(&self)
    where
        T::Type: NotAStream,
    {
    }
}

impl<T: ?Sized> NothingLazy<T> {
    /// Nothing lazy was found.
    #[inline]
    pub const fn is_not_lazy(&self) {}
}
