//! The statistics of a [`FlightMap`](super::FlightMap).

use crate::{
    entry::{CallSite, EntryGuard},
    maps::{InflightMap, Stats},
    poison::lock,
};
use core::time::Duration;
use std::{sync::Mutex, time::Instant};

/// Statistics of a [`FlightMap`](super::FlightMap) since it was built: how many calls led, and how many were served
/// with the result of another call.
///
/// Returned by [`FlightMap::stats`](super::FlightMap::stats). The share of saved calls is
/// `served as f64 / (served + leaders) as f64`. The fields are not read at the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FlightStats {
    /// The number of running flights: `flights.len`.
    pub live: usize,
    /// The number of calls that led, whether or not they returned a result: `flights.entered`. Includes calls whose
    /// body did not run because [`on_excess`](crate::Builder::on_excess) panicked.
    pub leaders: u64,
    /// The number of calls that returned the result of another call.
    pub served: u64,
    /// The number of calls that first followed and then led, because the previous leader panicked, was cancelled, or
    /// returned an `Err` that is not shared. Included in `leaders`.
    pub promotions: u64,
    /// The longest time that a call has waited until it was served, led, or was dropped. Calls that are still waiting
    /// are not included.
    pub longest_wait: Duration,
    /// The calls that wait for the result of another call, as entries of a map: `len` wait now, `oldest_age` is how long
    /// the first of them has waited, and `limit` is the [`waiter_limit`](crate::Builder::waiter_limit).
    pub waiting: Stats,
    /// The statistics of the flights as entries of the map: the peak, the age of the oldest, the limit.
    pub flights: Stats,
}

/// The calls that wait for the result of another one: those that wait now, and counters. A leader without followers does not update them.
pub(super) struct Waits {
    /// The calls that wait now.
    pub(super) now: InflightMap<()>,
    pub(super) tally: Mutex<Tally>,
}

impl Waits {
    pub(super) const fn new(now: InflightMap<()>) -> Self {
        Self { now, tally: Mutex::new(Tally::ZERO) }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Tally {
    pub(super) served: u64,
    pub(super) promotions: u64,
    pub(super) longest_wait: Duration,
}

impl Tally {
    pub(super) const ZERO: Self = Self { served: 0, promotions: 0, longest_wait: Duration::ZERO };
}

/// A call that waits: from when it joins its first flight until it is served, leads, or is dropped.
pub(super) struct Wait<'a> {
    tally: &'a Mutex<Tally>,
    _now: EntryGuard<&'a InflightMap<()>>,
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
    pub(super) fn begin(waits: &'a Waits, at: &CallSite) -> Self {
        let now = EntryGuard::enter_at(&waits.now, (), (), at.again());
        Self { tally: &waits.tally, _now: now, since: Instant::now(), end: End::Dropped }
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
