//! What a map has counted.

use core::time::Duration;

/// What a map has counted since it was made.
///
/// Each shard of the map is asked at a moment of its own. Of the calls that enter and leave meanwhile, some are in the
/// numbers and others are not; an entry that was in the map before is. `len` is always `entered - left`, and while nobody
/// enters or leaves, all of it is exact, but for the peak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Entries in the map: `entered - left`.
    pub len: usize,
    /// The most entries that were ever in the map at once.
    ///
    /// Never less than that, and at most an eighth more, rounded down: exact as long as it is below 8, and where one
    /// thread at a time enters and leaves. The counter that could tell exactly would be written by every call of every
    /// thread.
    pub peak: usize,
    /// Entries that were made.
    pub entered: u64,
    /// Entries that were removed, whatever the reason.
    pub left: u64,
    /// Of those in `left`, the ones removed while a panic was unwinding the thread.
    pub left_panicking: u64,
    /// How long ago the oldest entry in the map was made, as exactly as [`Live::age`](super::Live::age) is; `None` if the
    /// map is empty.
    pub oldest_age: Option<Duration>,
    /// The limit that the map was built with.
    pub limit: Option<usize>,
    /// How often the map went above its limit. To go above it once more, it has to have been below four fifths of it.
    pub excesses: u64,
}
