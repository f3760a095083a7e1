//! The shards of a map: how many entries each has, and which call notices when all of them together have too many.
//!
//! A counter that every call writes would be the one cache line that all cores compete for. So each shard keeps its own
//! count under its own lock. Two things need more than the shard's own count:
//!
//! - the limit, by *quotas*: a shard may have as many entries as its quota, and the sum of all quotas is at most the
//!   limit. A call that exceeds its shard's quota takes all locks, counts, and assigns new quotas. Only such a call can
//!   take the map above its limit.
//! - the peak, by *samples*: now and then a call reads the counts of all shards. Until the next sample, its own shard
//!   assumes that the other counts have not changed.
//!
//! This file has the locks; [`super::limit`] and [`super::shard_state`] have the arithmetic. The maps decide what a
//! shard contains and which shard an entry goes into.

use super::{
    limit::{DueReport, LimitState},
    limit_config::LimitConfig,
    shard_state::{ShardState, assign_quotas, count},
    spin_lock::lock,
    sync::{AtomicUsize, Mutex, MutexGuard, Relaxed, SeqCst, fence},
    timestamp::Timestamp,
};
use std::{boxed::Box, vec::Vec};

pub(crate) struct Shards<T> {
    list: Box<[Shard<T>]>,
    /// Locked before any shard, never while a shard is locked.
    limit: Mutex<LimitState>,
    config: LimitConfig,
}

/// Aligned to two cache lines, since some processors fetch lines in pairs: otherwise calls in neighbouring shards would
/// slow each other down.
#[repr(align(128))]
struct Shard<T> {
    /// A copy of `ShardState::len`. Written under the lock, read without it.
    len: AtomicUsize,
    state: Mutex<ShardState<T>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) len: usize,
    pub(crate) exited: u64,
    pub(crate) exited_panicking: u64,
    pub(crate) peak: usize,
    pub(crate) excesses: u64,
}

impl<T> Shards<T> {
    pub(crate) fn new(count: usize, config: LimitConfig, contents: impl Fn() -> T) -> Self {
        let shard = |_| Shard { len: AtomicUsize::new(0), state: Mutex::new(ShardState::new(contents(), config)) };
        Self { list: (0..count).map(shard).collect(), limit: Mutex::new(LimitState::new()), config }
    }

    pub(crate) const fn count(&self) -> usize {
        self.list.len()
    }

    #[cfg(test)]
    pub(crate) fn shard_size(&self) -> usize {
        size_of_val(&self.list[0])
    }

    #[cfg(all(test, feature = "drained"))]
    pub(crate) fn is_watched(&self) -> bool {
        self.list.iter().any(|shard| lock(&shard.state).watched)
    }

    /// Returns the number of entries. Takes no lock. Exact while no call enters or exits; otherwise each shard's count
    /// is of a different moment.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        // `Relaxed` pairs with the store in `write_len`: a count is read for its own sake, and nothing is read through
        // it. A caller that needs an order between two shards makes it: `sample_total` by its fence, `check_after_exit`
        // by the lock of `limit`. Models: `questions::len_has_an_entry_that_stays_beside_one_that_moves` in tests/models.
        self.list.iter().map(|shard| shard.len.load(Relaxed)).sum()
    }

    #[inline]
    pub(crate) fn lock_shard(&self, index: usize) -> LockedShard<'_, T> {
        let shard = &self.list[index];
        LockedShard { shards: self, shard, index, state: lock(&shard.state) }
    }

    pub(crate) fn totals(&self) -> Totals {
        let limit = &mut *lock(&self.limit);
        let mut totals = Totals { excesses: limit.excesses(), ..Totals::default() };
        for shard in &self.list {
            let state = lock(&shard.state);
            totals.len += state.len as usize;
            totals.exited += state.exited;
            totals.exited_panicking += state.exited_panicking;
            totals.peak = totals.peak.max(state.peak);
        }
        totals.peak = totals.peak.max(limit.record_peak(totals.len));
        totals
    }

    /// Ends a report, so that the next one can begin.
    pub(crate) fn report_finished(&self) {
        lock(&self.limit).report_finished();
    }

    /// Handles a call that has inserted its entry and exceeded the quota of its shard.
    #[cold]
    #[inline(never)]
    fn on_quota_exceeded(&self, index: usize, now: Timestamp) -> Option<DueReport> {
        let limit = &mut *lock(&self.limit);
        if limit.is_in_excess() {
            let mut len = self.len();
            if limit.is_due(now) {
                // Counts of different moments may add up to more entries than there ever were: a report needs an exact
                // count.
                len = count(&self.lock_all());
                limit.record_peak(len);
            }
            return limit.try_report(len, now, self.config);
        }
        let mut states = self.lock_all();
        let len = count(&states);
        // The call need not have taken a sample.
        limit.record_peak(len);
        if len <= self.config.limit {
            assign_quotas(&mut states, self.config.limit - len, index);
            return None;
        }
        limit.begin_excess(&mut states);
        limit.try_report(len, now, self.config)
    }

    /// Handles a call that has exited while the map was in excess or a caller waited. Ends the excess if fewer entries
    /// than four fifths of the limit remain. Returns whether no entry remains and a caller waits for that.
    ///
    /// Two calls that exit at the same time cannot both miss the exit of the other: the lock of `limit` orders them,
    /// and each has written its shard's count before.
    #[cold]
    #[inline(never)]
    fn check_after_exit(&self) -> bool {
        let limit = &mut *lock(&self.limit);
        let len = self.len();
        let may_clear = limit.is_in_excess() && self.config.has_cleared(len);
        let may_be_drained = limit.is_awaited() && len == 0;
        if !may_clear && !may_be_drained {
            return false;
        }
        // The sum of counts of different moments can be too low: a call may enter a shard that has been read while
        // another exits from one that has not. A call that waits for the lock of `limit` has already inserted its
        // entry.
        let mut states = self.lock_all();
        let len = count(&states);
        if limit.is_in_excess() && self.config.has_cleared(len) {
            limit.end_excess(&mut states);
            assign_quotas(&mut states, self.config.limit - len, 0);
        }
        limit.record_drained(len)
    }

    /// Begins a wait: until [`end_wait`](Self::end_wait), a call that exits checks whether it was the last one. Returns
    /// the current number of entries and the [`drained_count`](Self::drained_count).
    #[cfg(feature = "drained")]
    pub(crate) fn begin_wait(&self) -> (usize, u64) {
        let limit = &mut *lock(&self.limit);
        let mut states = self.lock_all();
        limit.begin_wait(&mut states);
        (count(&states), limit.drained_count())
    }

    /// Returns how often the map became empty while a caller waited.
    #[cfg(feature = "drained")]
    pub(crate) fn drained_count(&self) -> u64 {
        lock(&self.limit).drained_count()
    }

    /// Ends a wait.
    #[cfg(feature = "drained")]
    pub(crate) fn end_wait(&self) {
        let limit = &mut *lock(&self.limit);
        if limit.end_wait() {
            limit.update_watched(&mut self.lock_all());
        }
    }

    /// Locks all shards, for a count of one moment. The caller must hold the lock of `limit`; otherwise two calls could
    /// each wait for a shard that the other has locked.
    fn lock_all(&self) -> Vec<MutexGuard<'_, ShardState<T>>> {
        self.list.iter().map(|shard| lock(&shard.state)).collect()
    }
}

/// One shard, locked.
pub(crate) struct LockedShard<'a, T> {
    shards: &'a Shards<T>,
    shard: &'a Shard<T>,
    index: usize,
    state: MutexGuard<'a, ShardState<T>>,
}

impl<T> LockedShard<'_, T> {
    #[inline]
    pub(crate) fn contents(&mut self) -> &mut T {
        &mut self.state.contents
    }

    /// Counts the entry that was inserted, and unlocks the shard. Returns the report that the call has to make, if one
    /// is due.
    #[inline]
    pub(crate) fn enter(mut self, now: Timestamp) -> Option<DueReport> {
        let len = self.state.len + 1;
        self.write_len(len);
        if now >= self.state.sample_at || len >= self.state.sample_at_len {
            self.sample_total(now);
        }
        if len <= self.state.quota {
            return None;
        }
        let Self { shards, index, state, .. } = self;
        drop(state);
        shards.on_quota_exceeded(index, now)
    }

    /// Reads the counts of all shards.
    #[cold]
    #[inline(never)]
    fn sample_total(&mut self, now: Timestamp) {
        // Pairs with the same fence of another call: each has stored its own count before (`write_len`) and loads the
        // other's after (`len`). Both accesses are `Relaxed`, so only two `SeqCst` fences rule out that each reads the
        // other's old count, in which case a peak would be missed. Model:
        // `limits::the_peak_is_what_was_there_together` in tests/models.
        fence(SeqCst);
        let len = self.shards.len();
        self.state.record_sample(len, now);
    }

    /// Counts the entry that was removed, and unlocks the shard. Returns whether the map is empty and callers wait for
    /// that: then they have to be woken.
    #[inline]
    #[must_use = "callers that wait have to be woken"]
    pub(crate) fn exit(mut self, panicking: bool) -> bool {
        self.state.exited += 1;
        self.state.exited_panicking += u64::from(panicking);
        self.write_len(self.state.len - 1);
        let Self { shards, state, .. } = self;
        let watched = state.watched;
        drop(state);
        watched && shards.check_after_exit()
    }

    /// Counts an entry as removed and as inserted again.
    #[cfg(feature = "single-flight")]
    pub(crate) fn count_as_another(&mut self, panicking: bool) {
        self.state.exited += 1;
        self.state.exited_panicking += u64::from(panicking);
    }

    #[inline]
    fn write_len(&mut self, len: u32) {
        self.state.len = len;
        // `Relaxed` pairs with the load in `Shards::len`. The shard's lock orders the writers; readers without the lock
        // get some count between the last one that happened before and the latest. Models:
        // `questions::len_has_an_entry_that_stays_beside_one_that_moves`, `waits::*` in tests/models.
        self.shard.len.store(len as usize, Relaxed);
    }
}
