//! The time at which an entry was inserted: a moment of a coarse clock, refined so that the entries of one thread are
//! ordered.

use super::clock::Moment;
use core::{ops::Add, time::Duration};

/// A moment that is unique among the entries of one thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Timestamp(Moment);

impl Timestamp {
    /// Earlier than every other timestamp.
    pub(crate) const ZERO: Self = Self(Moment::ZERO);

    /// Returns the current time of the clock.
    #[inline]
    pub(crate) fn of_clock() -> Self {
        Self(Moment::now())
    }

    /// Returns `self`, or the moment after `earlier` if the clock has not advanced since.
    #[inline]
    pub(crate) fn after(self, earlier: Self) -> Self {
        Self(self.0.max(earlier.0.next()))
    }

    /// Returns the time from `earlier` to `self`, or zero if `earlier` is later.
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
    fn since_returns_the_duration_that_was_added() {
        let (early, late) = (Timestamp::ZERO + Duration::from_millis(2), Timestamp::ZERO + Duration::from_millis(5));
        let between = late.since(early);
        // The unit of a coarse clock is not a whole number of nanoseconds.
        assert!(between.abs_diff(Duration::from_millis(3)) < Duration::from_micros(1), "{between:?}");
        assert_eq!(early.since(late), Duration::ZERO);
    }

    #[test]
    fn after_returns_a_later_timestamp() {
        let early = Timestamp::ZERO + Duration::from_secs(1);
        assert!(
            Timestamp::ZERO.after(early) > early
                && Timestamp::ZERO.after(early).since(early) < Duration::from_micros(1)
        );
        assert_eq!((early + Duration::from_secs(1)).after(early), early + Duration::from_secs(1));
    }
}
