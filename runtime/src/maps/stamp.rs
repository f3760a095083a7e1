//! When an entry was made: a moment of a coarse clock, finer by the order in which one thread makes its entries.

use core::{ops::Add, time::Duration};

/// A moment, and a place in the order of the entries of one thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp(coarsetime::Instant);

impl Stamp {
    /// Before any other.
    pub(super) const ZERO: Self = Self(coarsetime::Instant::from_ticks(0));

    /// What the clock shows. It moves with the kernel's tick, and costs a quarter of `std::time::Instant::now`.
    pub(super) fn of_clock() -> Self {
        // `coarsetime::Instant::now` writes what it read to a static: a cache line that all cores would fight for.
        Self(coarsetime::Instant::now_without_cache_update())
    }

    /// The moment after `earlier`, if the clock has not moved since.
    pub(super) fn after(self, earlier: Self) -> Self {
        // The least that shows in a `Duration`, whose unit is a nanosecond.
        const STEP: coarsetime::Duration = coarsetime::Duration::new(0, 2);
        Self(self.0.max(earlier.0.saturating_add(STEP)))
    }

    /// How long before `self` that was; zero if it was not.
    pub(super) fn since(self, earlier: Self) -> Duration {
        self.0.duration_since(earlier.0).into()
    }
}

impl Add<Duration> for Stamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration.into()))
    }
}
