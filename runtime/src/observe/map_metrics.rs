//! What exporters show of maps: one record for each name.

use crate::maps::Stats;
use core::{ops::AddAssign, time::Duration};
use std::string::String;

/// What the maps of one name have counted together: what an exporter shows of them.
///
/// Maps of one name add up, their peaks and limits, too. The age is that of the oldest entry. What a map has counted stays
/// in the sums when it is dropped, as long as the name is there, so that they never go backwards.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MapMetrics {
    /// The maps' name; [`UNNAMED`](Self::UNNAMED) for maps without one.
    pub map: String,
    /// Entries in the maps.
    pub entries: u64,
    /// The most that there were at once.
    pub peak: u64,
    /// How long ago the oldest entry was made; zero if there is none.
    pub oldest_entry_age: Duration,
    /// Entries that were made.
    pub entered: u64,
    /// Entries that were removed without a panic: the call returned, with an error or without, was cancelled, or ended
    /// its entry early.
    pub ended: u64,
    /// Entries that were removed while a panic was unwinding their thread.
    pub panicked: u64,
    /// The limit; `None` if one of the maps has none.
    pub limit: Option<u64>,
    /// How often one of the maps went above its limit.
    pub excesses: u64,
    /// Another one for a name that was gone, and is there again.
    #[cfg_attr(not(feature = "metrics"), expect(dead_code, reason = "the facade alone cannot end a series"))]
    pub(super) birth: u64,
}

impl MapMetrics {
    /// The name of maps that have none.
    pub const UNNAMED: &'static str = "unnamed";

    pub(super) const fn new(map: String, birth: u64, counts: Counts) -> Self {
        let Counts { entered, ended, panicked, excesses } = counts;
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
            birth,
        }
    }

    /// Adds a map of this name.
    pub(super) fn add(&mut self, stats: &Stats, counts: Counts) {
        self.entries += stats.len as u64;
        self.peak += stats.peak as u64;
        self.oldest_entry_age = self.oldest_entry_age.max(stats.oldest_age.unwrap_or_default());
        self.entered += counts.entered;
        self.ended += counts.ended;
        self.panicked += counts.panicked;
        self.limit = self.limit.zip(stats.limit).map(|(sum, limit)| sum.saturating_add(limit as u64));
        self.excesses += counts.excesses;
    }
}

/// The numbers that only rise.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) entered: u64,
    pub(super) ended: u64,
    pub(super) panicked: u64,
    pub(super) excesses: u64,
}

impl Counts {
    pub(super) const fn of(stats: &Stats) -> Self {
        Self {
            entered: stats.entered,
            ended: stats.exited.saturating_sub(stats.exited_panicking),
            panicked: stats.exited_panicking,
            excesses: stats.excesses,
        }
    }

    /// Readings that overlap may end in the other order.
    pub(super) fn max(self, other: Self) -> Self {
        Self {
            entered: self.entered.max(other.entered),
            ended: self.ended.max(other.ended),
            panicked: self.panicked.max(other.panicked),
            excesses: self.excesses.max(other.excesses),
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.entered += other.entered;
        self.ended += other.ended;
        self.panicked += other.panicked;
        self.excesses += other.excesses;
    }
}
