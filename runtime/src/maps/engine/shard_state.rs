//! The state of one shard, under the shard's lock: its contents, its counts, its quota.

use super::{limit_config::LimitConfig, sync::MutexGuard, timestamp::Timestamp};
use core::time::Duration;

pub(crate) struct ShardState<T> {
    pub(crate) contents: T,
    pub(crate) exited: u64,
    pub(crate) exited_panicking: u64,
    // `u32`, as slot indices are, so that the whole state fits into two cache lines.
    pub(crate) len: u32,
    /// The number of entries up to which a call need not count the whole map. Zero during an excess.
    pub(crate) quota: u32,
    /// The highest number of entries of the whole map in the samples of this shard.
    pub(crate) peak: usize,
    /// The time of the next sample,
    pub(crate) sample_at: Timestamp,
    /// or the number of entries in this shard that triggers it earlier.
    pub(crate) sample_at_len: u32,
    /// Whether the map is in excess, or a caller waits until it is empty: a call that exits then checks whether that is
    /// over.
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

    /// Records that the map has `len` entries, and schedules the next sample:
    ///
    /// - after a millisecond, which is less than a tick of the clock on most systems,
    /// - when this shard has over an eighth more entries, since the other shards may have grown as much, or
    /// - when this shard has so many entries that there is a new peak if the other shards have not changed.
    pub(crate) fn record_sample(&mut self, len: usize, now: Timestamp) {
        self.peak = self.peak.max(len);
        self.sample_at = now + Duration::from_millis(1);
        let until_the_peak = self.len.saturating_add(narrow(self.peak - len));
        self.sample_at_len = until_the_peak.min(self.len.saturating_add(self.len / 8)).saturating_add(1);
    }
}

/// Returns the number of entries in all shards, which are locked.
pub(crate) fn count<T>(states: &[MutexGuard<'_, ShardState<T>>]) -> usize {
    states.iter().map(|state| state.len as usize).sum()
}

/// Distributes the `remaining` entries up to the limit: half of them to all shards equally, the rest to the shard
/// `asking`.
pub(crate) fn assign_quotas<T>(states: &mut [MutexGuard<'_, ShardState<T>>], remaining: usize, asking: usize) {
    let share = remaining / 2 / states.len();
    let rest = remaining - share * states.len();
    for state in states.iter_mut() {
        state.quota = state.len.saturating_add(narrow(share));
    }
    states[asking].quota = states[asking].quota.saturating_add(narrow(rest));
}

/// Converts to `u32`. A quota that is lower than it could be is correct, only less efficient.
fn narrow(entries: usize) -> u32 {
    u32::try_from(entries).unwrap_or(u32::MAX)
}
