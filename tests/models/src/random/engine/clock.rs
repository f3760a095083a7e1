//! A clock that moves a millisecond each time that it was read so often, whatever the time is: an order of steps can be run
//! again.

use core::time::Duration;
use std::cell::Cell;

const READINGS: u64 = 20;

thread_local! {
    /// All threads of a model are one to the system.
    static READ: Cell<u64> = const { Cell::new(0) };
}

pub(crate) fn begin() {
    READ.set(0);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(u64);

impl Moment {
    pub(crate) const ZERO: Self = Self(0);

    pub(crate) fn now() -> Self {
        READ.set(READ.get() + 1);
        Self(READ.get() / READINGS * 1_000_000)
    }

    pub(crate) const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    pub(crate) fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)))
    }

    pub(crate) const fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}
