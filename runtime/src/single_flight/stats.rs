//! What a map of flights has counted.

use crate::{maps::Stats, poison::lock};
use core::time::Duration;
use std::{sync::Mutex, time::Instant};

/// What a [`FlightMap`](super::FlightMap) has counted since it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FlightStats {
    /// Keys with a flight: `flights.len`.
    pub live: usize,
    /// Calls that led, to whatever end, be it before their body by a panic of [`on_excess`](crate::Builder::on_excess):
    /// `flights.entered`.
    pub leaders: u64,
    /// Calls that were given another call's result.
    pub served: u64,
    /// Of the leaders, those that had waited for another one before, which panicked, was cancelled, or had an `Err`
    /// that was not to be shared.
    pub promotions: u64,
    /// The longest that a call has waited for others: until it was served, led, or was dropped. Those that still wait are
    /// not in it.
    pub longest_wait: Duration,
    /// What the map has counted of the flights as entries: the peak, the oldest, the limit.
    pub flights: Stats,
}

/// What followers count. A leader that nobody follows does not come by here.
#[derive(Clone, Copy)]
pub(super) struct Tally {
    pub(super) served: u64,
    pub(super) promotions: u64,
    pub(super) longest_wait: Duration,
}

impl Tally {
    pub(super) const ZERO: Self = Self { served: 0, promotions: 0, longest_wait: Duration::ZERO };
}

/// A call that waits, from its first flight to the end of its wait.
pub(super) struct Wait<'a> {
    tally: &'a Mutex<Tally>,
    since: Instant,
    end: End,
}

#[derive(Clone, Copy)]
enum End {
    Served,
    Promoted,
    Dropped,
}

impl<'a> Wait<'a> {
    pub(super) fn begin(tally: &'a Mutex<Tally>) -> Self {
        Self { tally, since: Instant::now(), end: End::Dropped }
    }

    pub(super) fn served(mut self) {
        self.end = End::Served;
    }

    pub(super) fn promoted(mut self) {
        self.end = End::Promoted;
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        let waited = self.since.elapsed();
        let mut tally = lock(self.tally);
        tally.longest_wait = tally.longest_wait.max(waited);
        match self.end {
            End::Served => tally.served += 1,
            End::Promoted => tally.promotions += 1,
            End::Dropped => {}
        }
    }
}
