//! What a map has counted.

use core::time::Duration;

/// What a map has counted since it was made.
///
/// Each shard of the map is asked at a moment of its own. Of the calls that enter and leave meanwhile, some are in the
/// numbers and others are not; an entry that is in the map all the while is. `len` is always `entered - exited`, and while
/// nobody enters or leaves, all of it is exact, but for the peak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Entries in the map: `entered - exited`.
    pub len: usize,
    /// The most entries that a call has counted: those that were in the map when it entered, and its own.
    ///
    /// Not every call counts the other shards, since that is what would slow all of them down. It does if its shard has
    /// not counted for a millisecond, if its shard has an eighth more entries than when it did, or if there would be a
    /// new peak with the others as they were; nor is a peak missed in the call that begins an excess. So a map with few
    /// calls, and one that a single thread enters, has its exact peak. A peak of many threads that is over within a
    /// millisecond may be missed. There is no peak that was not, but that calls which enter and leave at the same time
    /// may be counted together.
    pub peak: usize,
    /// Entries that were made.
    pub entered: u64,
    /// Entries that were removed, whatever the reason.
    pub exited: u64,
    /// Of those in `exited`, the ones removed while a panic was unwinding the thread.
    pub exited_panicking: u64,
    /// How long ago the oldest entry in the map was made, as exactly as [`Live::age`](super::Live::age) is; `None` if the
    /// map was empty when the oldest was searched, after the counts.
    pub oldest_age: Option<Duration>,
    /// The limit that the map was built with.
    pub limit: Option<usize>,
    /// How often the map went above its limit. To go above it once more, it has to have been below four fifths of it.
    pub excesses: u64,
}
