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

// The models have these sources, too, and no features.
#[cfg(all(test, feature = "std"))]
mod tests {
    use super::Stamp;
    use core::time::Duration;

    #[test]
    fn how_long_ago_a_stamp_was_is_what_was_added_since() {
        let (early, late) = (Stamp::ZERO + Duration::from_millis(2), Stamp::ZERO + Duration::from_millis(5));
        let between = late.since(early);
        // A coarse clock counts in parts of a second that are no whole nanoseconds.
        assert!(between.abs_diff(Duration::from_millis(3)) < Duration::from_micros(1), "{between:?}");
        assert_eq!(early.since(late), Duration::ZERO);
    }

    #[test]
    fn a_stamp_is_later_than_the_one_it_is_after() {
        let early = Stamp::ZERO + Duration::from_secs(1);
        assert!(Stamp::ZERO.after(early) > early && Stamp::ZERO.after(early).since(early) < Duration::from_micros(1));
        assert_eq!((early + Duration::from_secs(1)).after(early), early + Duration::from_secs(1));
    }
}
