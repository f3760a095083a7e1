//! What a map counts.

use super::live::Origin;
use core::{panic::Location, time::Duration};
use std::{thread, time::Instant};

/// What a map has counted since it was made, all of it taken at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Entries in the map: `entered - left`.
    pub len: usize,
    /// The most entries that were ever in the map at once.
    pub peak: usize,
    /// Entries that were made.
    pub entered: u64,
    /// Entries that were removed, whatever the reason.
    pub left: u64,
    /// Of those in `left`, the ones removed while a panic was unwinding the thread.
    pub left_panicking: u64,
    /// How long ago the oldest entry in the map was made; `None` if the map is empty.
    pub oldest_age: Option<Duration>,
}

/// Kept under the map's lock.
pub(super) struct Counters {
    peak: usize,
    entered: u64,
    left: u64,
    left_panicking: u64,
}

impl Counters {
    pub(super) const fn new() -> Self {
        Self { peak: 0, entered: 0, left: 0, left_panicking: 0 }
    }

    /// The origin of an entry that is made now, the map's `len`th.
    pub(super) fn enter(&mut self, len: usize, entered_at: Instant, location: &'static Location<'static>) -> Origin {
        let sequence = self.entered;
        self.entered += 1;
        self.peak = self.peak.max(len);
        Origin { entered_at, location, sequence }
    }

    pub(super) fn leave(&mut self) {
        self.left += 1;
        self.left_panicking += u64::from(thread::panicking());
    }

    pub(super) fn stats<'a>(&self, len: usize, origins: impl Iterator<Item = &'a Origin>) -> Stats {
        Stats {
            len,
            peak: self.peak,
            entered: self.entered,
            left: self.left,
            left_panicking: self.left_panicking,
            oldest_age: origins.min_by_key(|origin| origin.sequence).map(|origin| origin.entered_at.elapsed()),
        }
    }
}
