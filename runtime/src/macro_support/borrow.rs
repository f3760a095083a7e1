//! The borrow of a map for longer than the function's parameters live.

use core::ops::Deref;

/// A borrowed place expression. If its value is a reference, [`lasting`](Self::lasting) returns that reference, which
/// outlives the borrow.
#[expect(missing_debug_implementations, reason = "no value of this type reaches users")]
pub struct BorrowedMap<'a, T>(Borrowed<'a, T>);

/// A borrowed place expression with any other value. The compiler finds its `lasting` only if that of [`BorrowedMap`]
/// does not apply.
#[expect(missing_debug_implementations, reason = "no value of this type reaches users")]
pub struct Borrowed<'a, T>(&'a T);

impl<'a, T> BorrowedMap<'a, T> {
    /// Wraps a borrow.
    #[inline]
    #[must_use]
    pub const fn of(place: &'a T) -> Self {
        Self(Borrowed(place))
    }
}

impl<'a, M: ?Sized> BorrowedMap<'_, &'a M> {
    /// Returns the reference that is the value of the place expression.
    #[inline]
    #[must_use]
    pub const fn lasting(&self) -> &'a M {
        self.0.0
    }
}

impl<'a, T> Borrowed<'a, T> {
    /// Returns the borrow itself.
    #[inline]
    #[must_use]
    pub const fn lasting(&self) -> &'a T {
        self.0
    }
}

impl<'a, T> Deref for BorrowedMap<'a, T> {
    type Target = Borrowed<'a, T>;

    #[inline]
    fn deref(&self) -> &Borrowed<'a, T> {
        &self.0
    }
}
