//! Where an excess begins and ends, which call reports it, and the peak: the state of the whole map. Its lock is in
//! [`super::shards`].

use super::{limit_config::LimitConfig, shard_state::ShardState, sync::MutexGuard, timestamp::Timestamp};
use core::mem;

pub(crate) struct LimitState {
    /// The most entries of the whole map, as far as callers of its statistics have counted them.
    peak: usize,
    /// Set by the call that takes the map above its limit, until the map is below four fifths of it.
    excess: Option<Excess>,
    excesses: u64,
    suppressed: u64,
    /// How many callers wait until the map is empty.
    #[cfg(feature = "drained")]
    waiting: usize,
    /// How often the map was found empty while a caller waited for that.
    #[cfg(feature = "drained")]
    drained_count: u64,
    /// A report is being made. No other is allowed until it has finished, or a callback that uses the map would call
    /// itself.
    reporting: bool,
}

struct Excess {
    /// How many entries the call that began it has counted.
    len: usize,
    /// `None` until it has been reported.
    next_report: Option<Timestamp>,
}

/// A call has found the map above its limit, and is the one to report it.
#[derive(Debug)]
#[must_use = "no other report is allowed until this one has finished"]
pub(crate) struct DueReport {
    pub(crate) len: usize,
    /// Calls above the limit since the last report that have made none.
    pub(crate) suppressed: u64,
}

impl LimitState {
    pub(crate) const fn new() -> Self {
        Self {
            peak: 0,
            excess: None,
            excesses: 0,
            suppressed: 0,
            #[cfg(feature = "drained")]
            waiting: 0,
            #[cfg(feature = "drained")]
            drained_count: 0,
            reporting: false,
        }
    }

    pub(crate) const fn is_in_excess(&self) -> bool {
        self.excess.is_some()
    }

    pub(crate) const fn excesses(&self) -> u64 {
        self.excesses
    }

    /// Returns the peak, given that there are `len` entries now.
    pub(crate) fn record_peak(&mut self, len: usize) -> usize {
        self.peak = self.peak.max(len);
        self.peak
    }

    /// From now on each call has to ask, whatever its shard has.
    pub(crate) fn begin_excess<T>(&mut self, states: &mut [MutexGuard<'_, ShardState<T>>], len: usize) {
        self.excess = Some(Excess { len, next_report: None });
        self.excesses += 1;
        for state in states {
            state.quota = 0;
            state.watched = true;
        }
    }

    /// The caller assigns quotas.
    pub(crate) fn end_excess<T>(&mut self, states: &mut [MutexGuard<'_, ShardState<T>>]) {
        self.excess = None;
        self.update_watched(states);
    }

    /// Writes to each shard whether calls that exit have something to check.
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

    /// Whether a call that finds the map above its limit is to report it.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        let excess = self.excess.as_ref();
        !self.reporting && excess.is_some_and(|excess| excess.next_report.is_none_or(|next| now >= next))
    }

    /// Returns the report that a call makes which has found `len` entries, or counts it as suppressed.
    pub(crate) fn try_report(&mut self, len: usize, now: Timestamp, config: LimitConfig) -> Option<DueReport> {
        if len <= config.limit {
            return None;
        }
        if !self.is_due(now) {
            self.suppressed += 1;
            return None;
        }
        if let Some(excess) = &mut self.excess {
            excess.next_report = Some(now + config.interval);
        }
        self.reporting = true;
        Some(DueReport { len, suppressed: mem::take(&mut self.suppressed) })
    }

    /// The report of an excess that began while another report was being made. The call that began it has been counted
    /// as suppressed.
    pub(crate) fn overdue_report(&mut self, now: Timestamp, config: LimitConfig) -> Option<DueReport> {
        let unreported = self.excess.as_ref().filter(|excess| excess.next_report.is_none())?;
        self.try_report(unreported.len, now, config)
    }
}

/// Waiting until the map is empty.
#[cfg(feature = "drained")]
impl LimitState {
    /// Whether a caller waits.
    pub(crate) const fn is_awaited(&self) -> bool {
        self.waiting > 0
    }

    /// From now on each call that exits checks whether it was the last one.
    pub(crate) fn begin_wait<T>(&mut self, states: &mut [MutexGuard<'_, ShardState<T>>]) {
        self.waiting += 1;
        self.update_watched(states);
    }

    /// Returns whether no caller waits any more: the shards then need an [update](Self::update_watched).
    pub(crate) const fn end_wait(&mut self) -> bool {
        self.waiting -= 1;
        self.waiting == 0
    }

    /// How often the map was found empty while a caller waited for that.
    pub(crate) const fn drained_count(&self) -> u64 {
        self.drained_count
    }

    /// Records that a call has exited and `len` entries remain. Returns whether the map is empty and awaited.
    pub(crate) const fn record_drained(&mut self, len: usize) -> bool {
        let drained = self.is_awaited() && len == 0;
        self.drained_count += drained as u64;
        drained
    }
}

/// No caller can wait.
#[cfg(not(feature = "drained"))]
#[expect(clippy::unused_self, reason = "of the same form as with the feature")]
impl LimitState {
    pub(crate) const fn is_awaited(&self) -> bool {
        false
    }

    pub(crate) const fn record_drained(&mut self, _: usize) -> bool {
        false
    }
}
