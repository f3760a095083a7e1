//! The state of the whole map: whether it is in excess, which call reports that, the peak, and the number of waiting
//! callers. Its lock is in [`super::shards`].

use super::{limit_config::LimitConfig, shard_state::ShardState, sync::MutexGuard, timestamp::Timestamp};
use core::mem;

pub(crate) struct LimitState {
    /// The highest number of entries counted with the lock of this state. Each shard has the peak of its own samples.
    peak: usize,
    /// Set by the call that takes the map above its limit, until the map is below four fifths of it.
    in_excess: bool,
    excesses: u64,
    suppressed: u64,
    /// The time of the next report, of this excess or a later one: otherwise a load that swings around its limit would
    /// report each swing.
    next_report: Timestamp,
    /// The number of callers that wait until the map is empty.
    #[cfg(feature = "drained")]
    waiting: usize,
    /// How often the map became empty while a caller waited.
    #[cfg(feature = "drained")]
    drained_count: u64,
    /// Whether a report is in progress. Until it has finished no other begins, since a callback that uses the map could
    /// call itself.
    reporting: bool,
}

/// The report that a call above the limit has to make.
#[derive(Debug)]
#[must_use = "no other report can begin until this one has finished"]
pub(crate) struct DueReport {
    pub(crate) len: usize,
    /// The number of calls above the limit since the previous report that were not reported.
    pub(crate) suppressed: u64,
}

impl LimitState {
    pub(crate) const fn new() -> Self {
        Self {
            peak: 0,
            in_excess: false,
            excesses: 0,
            suppressed: 0,
            next_report: Timestamp::ZERO,
            #[cfg(feature = "drained")]
            waiting: 0,
            #[cfg(feature = "drained")]
            drained_count: 0,
            reporting: false,
        }
    }

    pub(crate) const fn is_in_excess(&self) -> bool {
        self.in_excess
    }

    pub(crate) const fn excesses(&self) -> u64 {
        self.excesses
    }

    /// Records that the map has `len` entries, and returns the peak.
    pub(crate) fn record_peak(&mut self, len: usize) -> usize {
        self.peak = self.peak.max(len);
        self.peak
    }

    /// Begins an excess: until it ends, each call that enters or exits takes the lock of this state.
    pub(crate) fn begin_excess<T>(&mut self, states: &mut [MutexGuard<'_, ShardState<T>>]) {
        self.in_excess = true;
        self.excesses += 1;
        for state in states {
            state.quota = 0;
            state.watched = true;
        }
    }

    /// Ends the excess. The caller has to assign quotas.
    pub(crate) fn end_excess<T>(&mut self, states: &mut [MutexGuard<'_, ShardState<T>>]) {
        self.in_excess = false;
        self.update_watched(states);
    }

    /// Sets in each shard whether its calls have to check the whole map when they exit.
    pub(crate) fn update_watched<T>(&self, states: &mut [MutexGuard<'_, ShardState<T>>]) {
        let watched = self.is_in_excess() || self.is_awaited();
        for state in states {
            state.watched = watched;
        }
    }

    /// Allows the next report.
    pub(crate) fn report_finished(&mut self) {
        self.reporting = false;
    }

    /// Returns whether a call above the limit has to report it.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        !self.reporting && self.in_excess && now >= self.next_report
    }

    /// Returns the report of a call that counted `len` entries. If none is due but the map is above its limit, counts
    /// the call as suppressed.
    ///
    /// A call makes at most this one report, also if another excess begins meanwhile: that one is for a later call to
    /// report. Otherwise a slow callback could keep one call reporting for as long as the load swings.
    pub(crate) fn try_report(&mut self, len: usize, now: Timestamp, config: LimitConfig) -> Option<DueReport> {
        if len <= config.limit {
            return None;
        }
        if !self.is_due(now) {
            self.suppressed += 1;
            return None;
        }
        self.next_report = now + config.interval;
        self.reporting = true;
        Some(DueReport { len, suppressed: mem::take(&mut self.suppressed) })
    }
}

/// Waiting until the map is empty.
#[cfg(feature = "drained")]
impl LimitState {
    /// Returns whether a caller waits until the map is empty.
    pub(crate) const fn is_awaited(&self) -> bool {
        self.waiting > 0
    }

    /// Begins a wait: until it ends, each call that exits checks whether it was the last one.
    pub(crate) fn begin_wait<T>(&mut self, states: &mut [MutexGuard<'_, ShardState<T>>]) {
        self.waiting += 1;
        self.update_watched(states);
    }

    /// Ends a wait. Returns whether no other caller waits: the shards then need an [update](Self::update_watched).
    pub(crate) const fn end_wait(&mut self) -> bool {
        self.waiting -= 1;
        self.waiting == 0
    }

    /// Returns how often the map became empty while a caller waited.
    pub(crate) const fn drained_count(&self) -> u64 {
        self.drained_count
    }

    /// Records that a call has exited and `len` entries remain. Returns whether the map is empty and a caller waits for
    /// that.
    pub(crate) const fn record_drained(&mut self, len: usize) -> bool {
        let drained = self.is_awaited() && len == 0;
        self.drained_count += drained as u64;
        drained
    }
}

/// Without the feature no caller can wait.
#[cfg(not(feature = "drained"))]
#[expect(clippy::unused_self, reason = "same signature as with the feature")]
impl LimitState {
    pub(crate) const fn is_awaited(&self) -> bool {
        false
    }

    pub(crate) const fn record_drained(&mut self, _: usize) -> bool {
        false
    }
}
