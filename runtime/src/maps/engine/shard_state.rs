//! What one shard has under its lock: its contents, its counts, its quota.

use super::{limit_config::LimitConfig, sync::MutexGuard, timestamp::Timestamp};
use core::time::Duration;

pub(crate) struct ShardState<T> {
    pub(crate) contents: T,
    pub(crate) exited: u64,
    pub(crate) exited_panicking: u64,
    // Narrow, as slot indices are, so that all of it fits into two cache lines.
    pub(crate) len: u32,
    /// How many entries the shard may hold without asking. Zero during an excess.
    pub(crate) quota: u32,
    /// The most entries of the whole map that calls of this shard have counted.
    pub(crate) peak: usize,
    /// When the next sample is due,
    pub(crate) sample_at: Timestamp,
    /// or with how many entries in this shard.
    pub(crate) sample_at_len: u32,
    /// Whether the map is in excess or awaited: a call that exits then checks whether that is over.
    pub(crate) watched: bool,
}

impl<T> ShardState<T> {
    pub(crate) const fn new(contents: T, config: LimitConfig) -> Self {
        Self {
            contents,
            exited: 0,
            exited_panicking: 0,
            len: 0,
            quota: if config.limit == usize::MAX { u32::MAX } else { 0 },
            peak: 0,
            sample_at: Timestamp::ZERO,
            sample_at_len: 0,
            watched: false,
        }
    }

    /// Records that the map has `len` entries, and plans the next sample: after a millisecond, which is less than the
    /// clock's tick on most systems; with an eighth more entries here, since there may then be as many more elsewhere; or
    /// with so many that there would be a new peak if the other counts have not changed.
    pub(crate) fn record_sample(&mut self, len: usize, now: Timestamp) {
        self.peak = self.peak.max(len);
        self.sample_at = now + Duration::from_millis(1);
        let until_the_peak = self.len.saturating_add(narrow(self.peak - len));
        self.sample_at_len = until_the_peak.min(self.len.saturating_add(self.len / 8)).saturating_add(1);
    }
}

/// How many entries all shards have at this moment.
pub(crate) fn count<T>(states: &[MutexGuard<'_, ShardState<T>>]) -> usize {
    states.iter().map(|state| state.len as usize).sum()
}

/// Distributes what remains up to the limit: half of it to the shard that asks, the rest to all alike.
pub(crate) fn assign_quotas<T>(states: &mut [MutexGuard<'_, ShardState<T>>], remaining: usize, asking: usize) {
    let share = remaining / 2 / states.len();
    let rest = remaining - share * states.len();
    for state in states.iter_mut() {
        state.quota = state.len.saturating_add(narrow(share));
    }
    states[asking].quota = states[asking].quota.saturating_add(narrow(rest));
}

/// A quota below what could be assigned is correct, if less efficient.
fn narrow(entries: usize) -> u32 {
    u32::try_from(entries).unwrap_or(u32::MAX)
}
