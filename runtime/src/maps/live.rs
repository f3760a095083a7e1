//! A copy of an entry, as queries return it.

use core::{panic::Location, time::Duration};

/// A copy of an entry at the time of a query, with its age and its location in the source.
///
/// Returned by [`snapshot`](crate::InflightMap::snapshot), [`oldest`](crate::InflightMap::oldest) and
/// [`stuck`](crate::InflightMap::stuck). Keeping it does not keep the entry in its map.
///
/// # Examples
///
/// ```
/// use scoped_entry::InflightMap;
///
/// let uploads = InflightMap::<String, u64>::new();
/// let guard = uploads.enter("report.pdf", 4_096);
/// for call in uploads.snapshot() {
///     println!("{} ({} bytes), entered at {}, {:?} ago", call.key, call.value, call.location, call.age);
/// }
/// # drop(guard);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Live<K, V> {
    /// A clone of the entry's key.
    pub key: K,
    /// A clone of the entry's value.
    pub value: V,
    /// The time since the entry was inserted.
    ///
    /// The clock is coarse, so an age is up to one tick too high or too low. A tick is 1 to 10 ms on Linux, depending
    /// on the kernel's configuration, 10 to 16 ms on Windows, and less elsewhere. Entries inserted by the same thread
    /// always have ages in the order of insertion.
    pub age: Duration,
    /// The location in the source that inserted the entry: the annotated function, or the call of `enter`.
    pub location: &'static Location<'static>,
}
