//! The settings of the limit.

use core::time::Duration;

#[derive(Clone, Copy, Debug)]
pub(crate) struct LimitConfig {
    /// The map is in excess with more entries than this. `usize::MAX` for no limit.
    pub(crate) limit: usize,
    /// The minimum time between two reports.
    pub(crate) interval: Duration,
}

impl LimitConfig {
    /// Returns whether an excess ends with `len` entries in the map: if that is below four fifths of the limit, or
    /// zero.
    pub(crate) const fn has_cleared(self, len: usize) -> bool {
        len == 0 || len < self.limit - self.limit / 5
    }
}
