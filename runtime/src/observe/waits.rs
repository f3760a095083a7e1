//! What a map tells of calls that wait for the results of others.

use crate::maps::Stats;

/// The calls of a single flight that wait for the result of another call, or have waited.
///
/// Returned by [`Observed::waits`](super::Observed::waits).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waits {
    /// The calls that wait now, as entries of a map.
    pub now: Stats,
    /// The number of calls that returned the result of another call.
    pub served: u64,
    /// The number of calls that first waited and then ran their own body.
    pub promotions: u64,
}

impl Waits {
    /// Creates the description. Use it to implement [`Observed::waits`](super::Observed::waits) for your own map.
    #[must_use]
    pub const fn new(now: Stats, served: u64, promotions: u64) -> Self {
        Self { now, served, promotions }
    }
}
