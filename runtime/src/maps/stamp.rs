//! When an entry was made: a moment of a coarse clock, finer by the order in which one thread makes its entries.

use super::clock::Moment;
use core::{ops::Add, time::Duration};

/// A moment, and a place in the order of the entries of one thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp(Moment);

impl Stamp {
    /// Before any other.
    pub(super) const ZERO: Self = Self(Moment::ZERO);

    /// What the clock shows.
    #[inline]
    pub(super) fn of_clock() -> Self {
        Self(Moment::now())
    }

    /// The moment after `earlier`, if the clock has not moved since.
    #[inline]
    pub(super) fn after(self, earlier: Self) -> Self {
        Self(self.0.max(earlier.0.next()))
    }

    /// How long before `self` that was; zero if it was not.
    #[inline]
    pub(super) fn since(self, earlier: Self) -> Duration {
        self.0.since(earlier.0)
    }
}

impl Add<Duration> for Stamp {
    type Output = Self;

    #[inline]
    fn add(self, duration: Duration) -> Self {
        Self(self.0.plus(duration))
    }
}
