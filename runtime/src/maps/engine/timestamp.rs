//! When an entry was made: a moment of a coarse clock, finer by the order in which one thread makes its entries.

use super::clock::Moment;
use core::{ops::Add, time::Duration};

/// A moment, made unique among the entries of one thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Timestamp(Moment);

impl Timestamp {
    /// Before any other.
    pub(crate) const ZERO: Self = Self(Moment::ZERO);

    /// What the clock shows.
    #[inline]
    pub(crate) fn of_clock() -> Self {
        Self(Moment::now())
    }

    /// The moment after `earlier`, if the clock has not moved since.
    #[inline]
    pub(crate) fn after(self, earlier: Self) -> Self {
        Self(self.0.max(earlier.0.next()))
    }

    /// The time from `earlier` to `self`; zero if `earlier` is later.
    #[inline]
    pub(crate) fn since(self, earlier: Self) -> Duration {
        self.0.since(earlier.0)
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    #[inline]
    fn add(self, duration: Duration) -> Self {
        Self(self.0.plus(duration))
    }
}

// The models include this file, and have no features.
#[cfg(all(test, feature = "std"))]
mod tests {
    use super::Timestamp;
    use core::time::Duration;

    #[test]
    fn the_time_between_two_timestamps_is_what_was_added() {
        let (early, late) = (Timestamp::ZERO + Duration::from_millis(2), Timestamp::ZERO + Duration::from_millis(5));
        let between = late.since(early);
        // A coarse clock counts in parts of a second that are not whole nanoseconds.
        assert!(between.abs_diff(Duration::from_millis(3)) < Duration::from_micros(1), "{between:?}");
        assert_eq!(early.since(late), Duration::ZERO);
    }

    #[test]
    fn a_timestamp_is_later_than_the_one_it_is_after() {
        let early = Timestamp::ZERO + Duration::from_secs(1);
        assert!(
            Timestamp::ZERO.after(early) > early
                && Timestamp::ZERO.after(early).since(early) < Duration::from_micros(1)
        );
        assert_eq!((early + Duration::from_secs(1)).after(early), early + Duration::from_secs(1));
    }
}
