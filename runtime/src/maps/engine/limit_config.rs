//! What the builder says about the limit.

use core::time::Duration;

#[derive(Clone, Copy, Debug)]
pub(crate) struct LimitConfig {
    /// More entries than this are an excess; `usize::MAX` for no limit.
    pub(crate) limit: usize,
    /// The least time between two reports of one excess.
    pub(crate) interval: Duration,
}

impl LimitConfig {
    /// Whether an excess is over with `len` entries in the map: below four fifths of the limit, or with none.
    pub(crate) const fn has_cleared(self, len: usize) -> bool {
        len == 0 || len < self.limit - self.limit / 5
    }
}
