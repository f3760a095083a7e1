//! Where in the source an entry was made.

use core::panic::Location;

/// Where in the source an entry was made: the annotated function, or the call of `enter`.
///
/// Only this crate can make one, and none can be copied. The ways into a map take one, so that a map can report the
/// place, and so that [`insert_entry`](crate::SharedKeys::insert_entry) and
/// [`try_insert_entry`](crate::UniqueKeys::try_insert_entry) are not called past the guard: one is for one entry. A map
/// that wraps another one passes on the one it was given.
#[derive(Debug)]
pub struct CallSite(&'static Location<'static>);

impl CallSite {
    #[inline]
    #[track_caller]
    pub(crate) const fn here() -> Self {
        Self(Location::caller())
    }

    /// For another entry of the same call, which has to enter again.
    #[cfg(feature = "single-flight")]
    #[inline]
    pub(crate) const fn again(&self) -> Self {
        Self(self.0)
    }

    /// The file, line and column.
    #[inline]
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.0
    }
}
