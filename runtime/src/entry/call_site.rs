//! Where in the source an entry is inserted.

use core::panic::Location;

/// The location in the source that inserts an entry: an annotated function, an `enter!` statement, or a call of a
/// method like [`EntryGuard::enter`](crate::EntryGuard::enter).
///
/// A map reports the location together with the entry. A call site also proves that a guard will own the new entry:
/// only this crate creates one, it cannot be copied, and [`insert_entry`](crate::SharedKeys::insert_entry) and
/// [`try_insert_entry`](crate::UniqueKeys::try_insert_entry) consume it. A map that wraps another one passes on the
/// call site that it receives.
#[derive(Debug)]
pub struct CallSite(&'static Location<'static>);

impl CallSite {
    #[inline]
    #[track_caller]
    pub(crate) const fn here() -> Self {
        Self(Location::caller())
    }

    /// Returns a second call site for a call that has to insert its entry again.
    #[cfg(feature = "single-flight")]
    #[inline]
    pub(crate) const fn again(&self) -> Self {
        Self(self.0)
    }

    /// Returns the file, line and column.
    #[inline]
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.0
    }
}
