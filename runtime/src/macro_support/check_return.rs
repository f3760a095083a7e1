//! The check that a function does not return a future or a stream that would outlive the entry.
//!
//! The attribute generates `returned::<T, _>(0).kind().is_not_lazy();`, where `T` is the function's return type or a type
//! inside it.
//!
//! The compiler looks up `kind` along a chain of `Deref`s, one type a step. It skips an inherent method whose impl does not
//! apply to `T`, so the first step that applies decides. The last step applies to every `T`. This needs no specialisation.
//! It sees through aliases, hidden lifetimes, associated types and the bounds of generics.
//!
//! A step asks several questions at once, since each further step costs compile time. The second parameter of its type, an
//! integer type, is the number of the question. The compiler infers it from the only question whose answer is yes; if there
//! is none, the literal `0` gets the type `i32`, which stands for no question. Questions of one step therefore exclude each
//! other. A type for which two are true is rejected, too, but with an error about inference: a type that is a future and a
//! stream, and an alias of a tuple with several lazy elements after the first.
//!
//! `kind` returns an answer, which rejects the type by a bound on its method. The bound is a trait that no type implements;
//! the user reads its message.

#![expect(
    clippy::unused_self,
    clippy::wrong_self_convention,
    reason = "the compiler looks up the check as a method, of types without a value of interest"
)]

use super::autoderef::{Answer, answers, steps};
use alloc::{boxed::Box, vec::Vec};
use core::{future::Future, marker::PhantomData};
use futures_core::Stream;

/// Implemented by no type. The compiler reports this bound if a function returns a future that cannot carry the entry.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a future, and the entry would end before the future runs",
    label = "this future would run without its entry",
    note = "make the function an `async fn`, or write its return type as `impl Future<…>` or `Pin<Box<dyn Future<…>>>`: the entry then ends with the future",
    note = "or name the guard with `guard = entry`, and return `entry.attach(future)` or move `entry` into the task",
    note = "with `hold`, return `Attached::new(entry, future)` instead of `entry.attach(future)`",
    note = "or write `until = return` if the entry should end when the function returns"
)]
pub trait NotAFuture {}

/// Implemented by no type. The compiler reports this bound if a function returns a stream that cannot carry the entry.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream, and the entry would end before the stream is read",
    label = "this stream would be read without its entry",
    note = "write the return type as `impl Stream<…>` or `Pin<Box<dyn Stream<…>>>`: the entry then ends with the stream",
    note = "or name the guard with `guard = entry`, and return `entry.attach(stream)`",
    note = "with `hold`, return `Attached::new(entry, stream)` instead of `entry.attach(stream)`",
    note = "or write `until = return` if the entry should end when the function returns"
)]
pub trait NotAStream {}

/// Implemented by no type. The compiler reports this bound if there is a future inside what a function returns, or if it is
/// the output of an `async fn`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a future, and the entry would end before the future runs",
    label = "a future in what this function returns would run without its entry",
    note = "name the guard with `guard = entry`, and put `entry.attach(future)` in place of the future, or move `entry` into the task",
    note = "with `hold`, put `Attached::new(entry, future)` there instead of `entry.attach(future)`",
    note = "or write `until = return` if the entry should end when the function returns"
)]
pub trait NotANestedFuture {}

/// Implemented by no type. The compiler reports this bound if there is a stream inside what a function returns, or if it is
/// the output of an `async fn`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream, and the entry would end before the stream is read",
    label = "a stream in what this function returns would be read without its entry",
    note = "name the guard with `guard = entry`, and put `entry.attach(stream)` in place of the stream",
    note = "with `hold`, put `Attached::new(entry, stream)` there instead of `entry.attach(stream)`",
    note = "or write `until = return` if the entry should end when the function returns"
)]
pub trait NotANestedStream {}

steps!(Returned, ReturnedItself, ReturnedOther);
answers!(AFuture, AStream, FutureInside, StreamInside, NothingLazy);

/// The receiver of the check. The argument is the literal `0`, whose type the compiler infers.
#[inline]
#[must_use]
pub fn returned<T: ?Sized, K>(_: K) -> Returned<T, K> {
    Returned(PhantomData)
}

/// A type with a part that may be a future or a stream. `POSITION` tells the parts of one type apart.
pub trait Part<const POSITION: usize> {
    /// The type of the part.
    type Type: ?Sized;
}

macro_rules! parts {
    ($($position:literal: [$($generics:tt)*] $whole:ty => $part:ty;)*) => {$(
        impl<$($generics)*> Part<$position> for $whole {
            type Type = $part;
        }
    )*};
}

parts! {
    0: [T, E] Result<T, E> => T;
    0: [T] Option<T> => T;
    0: [T] Vec<T> => T;
    0: [T] (T,) => T;
    0: [T, A] (T, A) => T;
    0: [T, A, B] (T, A, B) => T;
    // What is inside such a part.
    1: [T: Part<0>, E] Result<T, E> => T::Type;
    1: [T: Part<0>] Option<T> => T::Type;
    1: [T: Part<0>] Vec<T> => T::Type;
    2: [T, A] (A, T) => T;
    2: [T, A, B] (A, T, B) => T;
    3: [T, A, B] (A, B, T) => T;
    // A `Box` of a future is a future itself only if the future is `Unpin`.
    4: [T: ?Sized] Box<T> => T;
}

/// The questions of the first step. Each number is an integer type.
pub trait HasLazyPart<K> {
    #[doc(hidden)]
    type Answer: Answer;
}

impl<T: Part<2, Type: Future> + ?Sized> HasLazyPart<u8> for T {
    type Answer = FutureInside<T::Type>;
}

impl<T: Part<2, Type: Stream> + ?Sized> HasLazyPart<u16> for T {
    type Answer = StreamInside<T::Type>;
}

impl<T: Part<3, Type: Future> + ?Sized> HasLazyPart<u32> for T {
    type Answer = FutureInside<T::Type>;
}

impl<T: Part<3, Type: Stream> + ?Sized> HasLazyPart<u64> for T {
    type Answer = StreamInside<T::Type>;
}

impl<T: Part<4, Type: Future> + ?Sized> HasLazyPart<i8> for T {
    type Answer = FutureInside<T::Type>;
}

impl<T: Part<4, Type: Stream> + ?Sized> HasLazyPart<i16> for T {
    type Answer = StreamInside<T::Type>;
}

impl<T: HasLazyPart<K> + ?Sized, K> Returned<T, K> {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn kind(self) -> T::Answer {
        Answer::ANSWER
    }
}

/// The questions of the second step.
pub trait IsLazy<K> {
    #[doc(hidden)]
    type Answer: Answer;
}

impl<T: Future + ?Sized> IsLazy<u8> for T {
    type Answer = AFuture<T>;
}

impl<T: Stream + ?Sized> IsLazy<u16> for T {
    type Answer = AStream<T>;
}

impl<T: Part<0, Type: Future> + ?Sized> IsLazy<u32> for T {
    type Answer = FutureInside<T::Type>;
}

impl<T: Part<0, Type: Stream> + ?Sized> IsLazy<u64> for T {
    type Answer = StreamInside<T::Type>;
}

impl<T: Part<1, Type: Future> + ?Sized> IsLazy<i8> for T {
    type Answer = FutureInside<T::Type>;
}

impl<T: Part<1, Type: Stream> + ?Sized> IsLazy<i16> for T {
    type Answer = StreamInside<T::Type>;
}

impl<T: IsLazy<K> + ?Sized, K> ReturnedItself<T, K> {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn kind(self) -> T::Answer {
        Answer::ANSWER
    }
}

impl<T: ?Sized, K> ReturnedOther<T, K> {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn kind(self) -> NothingLazy<T> {
        Answer::ANSWER
    }
}

// Not generated by a macro: rustc quotes the bound that failed, and would show the macro's source instead.

impl<T: ?Sized> AFuture<T> {
    #[doc(hidden)]
    pub fn is_not_lazy(self)
    where
        T: NotAFuture,
    {
    }

    #[doc(hidden)]
    pub fn is_not_lazy_inside(self)
    where
        T: NotANestedFuture,
    {
    }
}

impl<T: ?Sized> AStream<T> {
    #[doc(hidden)]
    pub fn is_not_lazy(self)
    where
        T: NotAStream,
    {
    }

    #[doc(hidden)]
    pub fn is_not_lazy_inside(self)
    where
        T: NotANestedStream,
    {
    }
}

impl<T: ?Sized> FutureInside<T> {
    #[doc(hidden)]
    pub fn is_not_lazy(self)
    where
        T: NotANestedFuture,
    {
    }

    #[doc(hidden)]
    pub fn is_not_lazy_inside(self)
    where
        T: NotANestedFuture,
    {
    }
}

impl<T: ?Sized> StreamInside<T> {
    #[doc(hidden)]
    pub fn is_not_lazy(self)
    where
        T: NotANestedStream,
    {
    }

    #[doc(hidden)]
    pub fn is_not_lazy_inside(self)
    where
        T: NotANestedStream,
    {
    }
}

impl<T: ?Sized> NothingLazy<T> {
    /// Accepts the return type: no step has found a future or a stream.
    #[inline]
    pub fn is_not_lazy(self) {}

    /// Accepts a type inside the return type.
    #[inline]
    pub fn is_not_lazy_inside(self) {}
}
