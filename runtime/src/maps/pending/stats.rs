//! The statistics of a [`PendingMap`](super::PendingMap).

use super::super::Stats;
use core::ops::AddAssign;

/// Statistics of a [`PendingMap`](super::PendingMap) since it was built: how its entries ended, and how many replies
/// found no entry.
///
/// Returned by [`PendingMap::stats`](super::PendingMap::stats). Once no entry is left, `completed + dropped + closed`
/// is `entries.exited`. The fields are not read at the same moment; an entry that ends meanwhile may be counted as
/// `dropped` until the next query.
///
/// # Examples
///
/// ```
/// use scoped_entry::PendingMap;
///
/// let pending = PendingMap::<u64, &str>::new();
/// let (first, second) = (pending.try_enter(1).unwrap(), pending.try_enter(2).unwrap());
/// pending.complete(&1, "one").unwrap();
/// drop(second);
/// assert_eq!(pending.complete(&2, "too late"), Err("too late"));
/// let stats = pending.stats();
/// assert_eq!((stats.completed, stats.dropped, stats.unclaimed, stats.closed), (1, 1, 1, 0));
/// # drop(first);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PendingStats {
    /// The number of calls that wait for a reply: `entries.len`.
    pub live: usize,
    /// The number of entries that got a reply, whether or not it was read.
    pub completed: u64,
    /// The number of entries whose guard dropped before there was a reply: calls that were cancelled, timed out,
    /// panicked, or failed to send.
    #[doc(alias("cancelled", "timed out"))]
    pub dropped: u64,
    /// The number of entries that were removed by [`close`](super::PendingMap::close).
    pub closed: u64,
    /// The number of replies that [`complete`](super::PendingMap::complete) gave back, because there was no entry: for a
    /// call that had ended, a second reply, or an unknown key.
    #[doc(alias("late", "orphan"))]
    pub unclaimed: u64,
    /// The statistics of the entries: the peak, the age of the oldest, the limit.
    pub entries: Stats,
}

/// The counters of a shard, or of all.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) completed: u64,
    pub(crate) closed: u64,
    pub(crate) unclaimed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.completed += other.completed;
        self.closed += other.closed;
        self.unclaimed += other.unclaimed;
    }
}

impl PendingStats {
    /// `counts` must have been read before `entries`, so that each entry that they count has exited.
    pub(super) const fn new(counts: Counts, entries: Stats) -> Self {
        let Counts { completed, closed, unclaimed } = counts;
        let dropped = entries.exited.saturating_sub(completed + closed);
        Self { live: entries.len, completed, dropped, closed, unclaimed, entries }
    }
}
