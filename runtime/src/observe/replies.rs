//! The counts of a map whose entries wait for replies.

/// How many replies a [`PendingMap`](crate::PendingMap) has passed on, and how many it could not, since it was built.
///
/// Returned by [`Observed::replies`](super::Observed::replies). The fields are those of
/// [`PendingStats`](crate::PendingStats).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replies {
    /// The number of entries that got a reply.
    pub completed: u64,
    /// The number of entries that were removed because the map was closed.
    pub closed: u64,
    /// The number of replies that found no entry.
    pub unclaimed: u64,
}

impl Replies {
    /// Creates the counts. Use it to implement [`Observed`](super::Observed) for your own map.
    #[must_use]
    pub const fn new(completed: u64, closed: u64, unclaimed: u64) -> Self {
        Self { completed, closed, unclaimed }
    }
}
