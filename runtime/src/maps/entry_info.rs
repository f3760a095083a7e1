//! An entry as it is shown where its key and value types are unknown.

use core::{panic::Location, time::Duration};

/// The age and location of an entry, without its key and value.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct EntryInfo {
    /// The time since the entry was made, as exact as [`Live::age`](crate::Live::age).
    pub age: Duration,
    /// Where in the source the entry was made: the annotated function, or the call of `enter`.
    pub location: &'static Location<'static>,
}

impl EntryInfo {
    /// Describes an entry of a map of your own.
    #[must_use]
    pub const fn new(age: Duration, location: &'static Location<'static>) -> Self {
        Self { age, location }
    }
}
