//! The statistics of a map.

use core::time::Duration;

/// Statistics of a map since it was built: how many entries it has and has had, its peak, and the age of its oldest
/// entry.
///
/// Returned by [`InflightMap::stats`](crate::InflightMap::stats) and [`UniqueMap::stats`](crate::UniqueMap::stats). To
/// export them to Prometheus or OpenTelemetry, add the map to a [`Registry`](crate::observe::Registry); the guide page
/// on [metrics](crate::guide::metrics) shows how.
///
/// # Consistency
///
/// Not atomic: shards are read one after another, so a call that enters or exits meanwhile may or may not be counted.
/// An entry present throughout is always counted. `len` always equals `entered - exited`. While no call enters or
/// exits, every field is exact except for [`peak`](Self::peak).
///
/// # Examples
///
/// ```
/// use scoped_entry::InflightMap;
///
/// let uploads = InflightMap::<u64>::new();
/// let first = uploads.enter(1, ());
/// let second = uploads.enter(2, ());
/// drop(first);
/// let stats = uploads.stats();
/// assert_eq!((stats.len, stats.peak, stats.entered, stats.exited), (1, 2, 2, 1));
/// # drop(second);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// The number of entries: `entered - exited`.
    pub len: usize,
    /// The highest number of entries that a call has counted when it entered, its own entry included.
    ///
    /// A call counts the entries of all shards only
    ///
    /// - if no call has counted in its own shard for a millisecond,
    /// - if the number of entries in its own shard has grown by more than an eighth since the last count there,
    /// - if its entry would make a new peak, given that the other shards have not changed since that count, or
    /// - if it takes the map above its limit.
    ///
    /// So the peak is exact if the map has few calls, or if only one thread enters it. A peak that is reached by many
    /// threads and lasts less than a millisecond may be missed. The peak is never too high, except that calls that
    /// enter and exit at the same time may be counted together.
    #[doc(alias = "high water mark")]
    #[doc(alias = "max")]
    pub peak: usize,
    /// The number of entries inserted since the map was built.
    pub entered: u64,
    /// The number of entries removed since the map was built, for any reason.
    pub exited: u64,
    /// The number of entries that were removed while a panic was unwinding the thread. Included in `exited`.
    pub exited_panicking: u64,
    /// The age of the oldest entry, as exact as [`Live::age`](super::Live::age). `None` if the map was empty when its
    /// entries were scanned, which happens after they are counted.
    pub oldest_age: Option<Duration>,
    /// The [limit](super::Builder::limit) that the map was built with, or `None`.
    pub limit: Option<usize>,
    /// The number of times that the map exceeded its limit. After each time, the number of entries has to fall below
    /// four fifths of the limit before the next one counts.
    pub excesses: u64,
}
