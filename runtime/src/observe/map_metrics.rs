//! The metrics of maps that exporters export: one record per name.

use super::waits::Waits;
use crate::maps::Stats;
use core::{ops::AddAssign, time::Duration};
use std::string::String;

/// The metrics of all maps with the same name.
///
/// Returned by [`Registry::map_metrics`](super::Registry::map_metrics). Each field is the sum over the maps, peaks and
/// limits included; only `oldest_entry_age` is the maximum. When a map is dropped, its counts stay in the counters for
/// as long as another map has its name, so that a counter never decreases.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MapMetrics {
    /// The name of the maps, or [`UNNAMED`](Self::UNNAMED) for maps without a name.
    pub map: String,
    /// Gauge: the number of entries.
    pub entries: u64,
    /// Gauge: the highest number of entries at one moment (see [`Stats::peak`]). The peaks of maps with the same name
    /// are added up, even if they occurred at different times.
    pub peak: u64,
    /// Gauge: the age of the oldest entry, or zero if there are no entries.
    pub oldest_entry_age: Duration,
    /// Counter: the number of entries inserted.
    pub entered: u64,
    /// Counter: the number of entries removed without a panic: the call returned (also an error), was cancelled, or
    /// ended its entry early.
    pub ended: u64,
    /// Counter: the number of entries removed while a panic was unwinding the thread.
    pub panicked: u64,
    /// Gauge: the limit, or `None` if one of the maps has none.
    pub limit: Option<u64>,
    /// Counter: the number of times that a map exceeded its limit.
    pub excesses: u64,
    /// The calls that wait for the results of others, or `None` if the maps are no [`FlightMap`](crate::FlightMap)s.
    pub waits: Option<WaitMetrics>,
    /// Identifies this series among all series of the same name: it changes if all maps of a name are dropped and the
    /// name is used again.
    #[cfg_attr(not(feature = "metrics"), expect(dead_code, reason = "only the `metrics` facade cannot end a series"))]
    pub(super) birth: u64,
}

/// The metrics of calls that wait for the results of others, for all maps with the same name.
///
/// Each field is the sum over the maps; only `longest_wait` is the maximum.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WaitMetrics {
    /// Gauge: the number of calls that wait now.
    pub waiting: u64,
    /// Gauge: how long the call has waited that has waited longest, of those that wait now, or zero if there are none.
    pub longest_wait: Duration,
    /// Gauge: the limit of waiting calls, or `None` if one of the maps has none.
    pub limit: Option<u64>,
    /// Counter: the number of calls that returned the result of another call.
    pub served: u64,
    /// Counter: the number of calls that first waited and then ran their own body.
    pub promotions: u64,
    /// Counter: the number of times that more calls waited than the limit.
    pub excesses: u64,
}

impl MapMetrics {
    /// The value of the label `map` for maps without a name.
    pub const UNNAMED: &'static str = "unnamed";

    pub(super) fn new(map: String, birth: u64, counts: Counts) -> Self {
        let Counts { entered, ended, panicked, excesses, waits } = counts;
        Self {
            map,
            entries: 0,
            peak: 0,
            oldest_entry_age: Duration::ZERO,
            entered,
            ended,
            panicked,
            limit: Some(0),
            excesses,
            waits: waits.map(WaitMetrics::new),
            birth,
        }
    }

    /// Adds a map with this name.
    pub(super) fn add(&mut self, stats: &Stats, waits: Option<&Waits>, counts: Counts) {
        self.entries += stats.len as u64;
        self.peak += stats.peak as u64;
        self.oldest_entry_age = self.oldest_entry_age.max(stats.oldest_age.unwrap_or_default());
        self.entered += counts.entered;
        self.ended += counts.ended;
        self.panicked += counts.panicked;
        self.limit = self.limit.zip(stats.limit).map(|(sum, limit)| sum.saturating_add(limit as u64));
        self.excesses += counts.excesses;
        if let Some(waits) = waits {
            let of_name = self.waits.get_or_insert_with(|| WaitMetrics::new(WaitCounts::default()));
            of_name.add(waits, counts.waits.unwrap_or_default());
        }
    }
}

impl WaitMetrics {
    const fn new(WaitCounts { served, promotions, excesses }: WaitCounts) -> Self {
        Self { waiting: 0, longest_wait: Duration::ZERO, limit: Some(0), served, promotions, excesses }
    }

    fn add(&mut self, waits: &Waits, counts: WaitCounts) {
        self.waiting += waits.now.len as u64;
        self.longest_wait = self.longest_wait.max(waits.now.oldest_age.unwrap_or_default());
        self.limit = self.limit.zip(waits.now.limit).map(|(sum, limit)| sum.saturating_add(limit as u64));
        self.served += counts.served;
        self.promotions += counts.promotions;
        self.excesses += counts.excesses;
    }
}

/// The counters, which never decrease.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) entered: u64,
    pub(super) ended: u64,
    pub(super) panicked: u64,
    pub(super) excesses: u64,
    /// Of a map in which calls wait.
    pub(super) waits: Option<WaitCounts>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WaitCounts {
    pub(super) served: u64,
    pub(super) promotions: u64,
    pub(super) excesses: u64,
}

impl Counts {
    pub(super) fn of(stats: &Stats, waits: Option<&Waits>) -> Self {
        let waits = waits.map(|waits| WaitCounts {
            served: waits.served,
            promotions: waits.promotions,
            excesses: waits.now.excesses,
        });
        Self {
            entered: stats.entered,
            ended: stats.exited.saturating_sub(stats.exited_panicking),
            panicked: stats.exited_panicking,
            excesses: stats.excesses,
            waits,
        }
    }

    /// Returns the maximum of each counter, for overlapping readings, which may complete in either order.
    pub(super) fn max(self, other: Self) -> Self {
        Self {
            entered: self.entered.max(other.entered),
            ended: self.ended.max(other.ended),
            panicked: self.panicked.max(other.panicked),
            excesses: self.excesses.max(other.excesses),
            waits: both(self.waits, other.waits, |one, other| WaitCounts {
                served: one.served.max(other.served),
                promotions: one.promotions.max(other.promotions),
                excesses: one.excesses.max(other.excesses),
            }),
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.entered += other.entered;
        self.ended += other.ended;
        self.panicked += other.panicked;
        self.excesses += other.excesses;
        self.waits = both(self.waits, other.waits, |one, other| WaitCounts {
            served: one.served + other.served,
            promotions: one.promotions + other.promotions,
            excesses: one.excesses + other.excesses,
        });
    }
}

/// Combines two values, if there are two.
fn both<T>(one: Option<T>, other: Option<T>, combine: impl FnOnce(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(combine(one, other)),
        (one, other) => one.or(other),
    }
}
