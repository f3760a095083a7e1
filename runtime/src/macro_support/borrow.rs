//! A map that a guard borrows for longer than the function's parameters live.

use core::ops::Deref;

/// A borrowed place. If there is a reference in it, that lasts longer than the borrow.
#[expect(missing_debug_implementations, reason = "users never hold one")]
pub struct BorrowedMap<'a, T>(Borrowed<'a, T>);

/// A borrowed place with anything else in it, which the look-up of a method comes to next.
#[expect(missing_debug_implementations, reason = "users never hold one")]
pub struct Borrowed<'a, T>(&'a T);

impl<'a, T> BorrowedMap<'a, T> {
    /// Of a borrow.
    #[inline]
    #[must_use]
    pub const fn of(place: &'a T) -> Self {
        Self(Borrowed(place))
    }
}

impl<'a, M: ?Sized> BorrowedMap<'_, &'a M> {
    /// The reference that is in the place.
    #[inline]
    #[must_use]
    pub const fn lasting(&self) -> &'a M {
        self.0.0
    }
}

impl<'a, T> Borrowed<'a, T> {
    /// The borrow.
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
