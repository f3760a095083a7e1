//! A description of an entry that does not depend on the types of its key and value.

use core::{panic::Location, time::Duration};

/// The age and location of an entry, without its key and value.
///
/// Contained in [`NotDrained`](crate::NotDrained), and returned by
/// [`Observed::oldest_entries`](crate::observe::Observed::oldest_entries).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct EntryInfo {
    /// The time since the entry was inserted, as exact as [`Live::age`](crate::Live::age).
    pub age: Duration,
    /// The location in the source that inserted the entry: the annotated function, or the call of `enter`.
    pub location: &'static Location<'static>,
}

impl EntryInfo {
    /// Creates the description of an entry. Use it to implement [`Observed`](crate::observe::Observed) for your own
    /// map.
    #[must_use]
    pub const fn new(age: Duration, location: &'static Location<'static>) -> Self {
        Self { age, location }
    }
}
