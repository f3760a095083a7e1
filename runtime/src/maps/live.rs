//! A live entry, as its map shows it.

use core::{panic::Location, time::Duration};

/// A live entry, as it was when the map was queried.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Live<K, V> {
    /// A clone of its key.
    pub key: K,
    /// A clone of its value.
    pub value: V,
    /// The time since the entry was made.
    ///
    /// The clock moves in ticks, so the age is up to one tick too long or too short: 1 to 10 ms on Linux, depending on the
    /// kernel's configuration, 10 to 16 ms on Windows, less elsewhere. The ages of entries that one thread made are always
    /// in the order in which it made them.
    pub age: Duration,
    /// Where in the source the entry was made: the annotated function, or the call of `enter`.
    pub location: &'static Location<'static>,
}
