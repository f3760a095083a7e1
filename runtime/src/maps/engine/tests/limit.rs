//! The limit compared with a model that simply counts: random calls, one after another, over any number of shards.
//!
//! Concurrent calls are modelled in `tests/models`.

use super::super::{
    core::Contents,
    limit_config::LimitConfig,
    record::Record,
    shard_state::{ShardState, assign_quotas},
    shards::Shards,
    slab::Slab,
    spin_lock::lock,
    sync::Mutex,
    table::Table,
    timestamp::Timestamp,
};
use core::time::Duration;
use std::vec::Vec;

/// The expected totals.
#[derive(Default)]
struct Simple {
    len: usize,
    peak: usize,
    in_excess: bool,
    excesses: u64,
}

impl Simple {
    /// Returns whether the call is above the limit, which each such call reports.
    fn enter(&mut self, limit: usize) -> bool {
        self.len += 1;
        self.peak = self.peak.max(self.len);
        let is_above = self.len > limit;
        let begins = is_above && !self.in_excess;
        self.in_excess |= begins;
        self.excesses += u64::from(begins);
        is_above
    }

    fn exit(&mut self, limit: usize) {
        self.len -= 1;
        if self.len == 0 || 5 * (self.len as u128) < 4 * (limit as u128) {
            self.in_excess = false;
        }
    }
}

/// A generator of pseudorandom numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

fn compare(seed: u64, count: usize, limit: usize) {
    let mut numbers = Numbers(seed);
    let shards = Shards::new(count, LimitConfig { limit, interval: Duration::ZERO }, || ());
    let mut simple = Simple::default();
    let mut entries = Vec::new();
    for call in 0..2_000 {
        // Grows and shrinks in turn, so that limits are crossed in both directions.
        let rising = call / 250 % 2 == 0;
        if entries.is_empty() || numbers.below(10) < if rising { 7 } else { 3 } {
            // Half of all calls enter the same shard, since threads do not share a load evenly.
            let shard = if numbers.below(2) == 0 { 0 } else { numbers.below(count) };
            let due = shards.lock_shard(shard).enter(Timestamp::ZERO);
            entries.push(shard);
            let is_above = simple.enter(limit);
            assert_eq!(due.is_some(), is_above, "call {call}: {} entries, limit {limit}", simple.len);
            if let Some(due) = due {
                assert_eq!(due.len, simple.len);
                shards.report_finished();
            }
        } else {
            let shard = entries.swap_remove(numbers.below(entries.len()));
            assert!(!shards.lock_shard(shard).exit(false), "no caller waits");
            simple.exit(limit);
        }
        let totals = shards.totals();
        assert_eq!((shards.len(), totals.len, totals.excesses), (simple.len, simple.len, simple.excesses));
        // Exact, although all calls have the same timestamp, since statistics are read after each call.
        assert_eq!(totals.peak, simple.peak);
    }
}

#[test]
fn exactly_the_calls_above_the_limit_report_and_the_first_begins_an_excess() {
    for seed in 0..20 {
        for count in [1, 2, 16, 128] {
            for limit in [0, 1, 2, 7, 40, 97, usize::MAX] {
                compare(seed, count, limit);
            }
        }
    }
}

/// All calls have the same timestamp, and no statistics are read between them.
#[test]
fn the_peak_of_a_burst_is_exact_to_an_eighth_plus_one_entry_per_shard() {
    let mut numbers = Numbers(1);
    for (count, len) in [(1, 1_000), (2, 5), (16, 3), (16, 100), (16, 1_000), (16, 50_000), (128, 50_000)] {
        let shards = Shards::new(count, LimitConfig { limit: usize::MAX, interval: Duration::MAX }, || ());
        let entries: Vec<_> = (0..len).map(|_| numbers.below(count)).collect();
        for shard in &entries {
            assert!(shards.lock_shard(*shard).enter(Timestamp::ZERO).is_none());
        }
        for shard in entries {
            assert!(!shards.lock_shard(shard).exit(false), "no caller waits");
        }
        let peak = shards.totals().peak;
        assert!(peak <= len && len <= peak + peak / 8 + count, "{peak} of {len} in {count} shards");
        assert!(count > 1 || peak == len);
    }
}

/// Each call has a different timestamp.
#[test]
fn the_peak_of_a_map_with_few_calls_is_exact() {
    let shards = Shards::new(16, LimitConfig { limit: usize::MAX, interval: Duration::MAX }, || ());
    let mut now = Timestamp::ZERO;
    for len in 1..100 {
        let entries: Vec<_> = (0..len).map(|entry| entry * 5 % 16).collect();
        for shard in &entries {
            now = now + Duration::from_millis(1);
            assert!(shards.lock_shard(*shard).enter(now).is_none());
        }
        for shard in entries {
            assert!(!shards.lock_shard(shard).exit(false), "no caller waits");
        }
        assert_eq!(shards.totals().peak, len);
    }
}

/// Returns a shard with `len` entries, in a map with a limit.
fn state(len: u32) -> ShardState<()> {
    ShardState { len, ..ShardState::new((), LimitConfig { limit: 100, interval: Duration::MAX }) }
}

#[test]
fn a_shard_samples_again_after_growing_by_an_eighth_or_at_a_possible_peak() {
    let mut state = state(80);
    let mut samples_at = |len| {
        state.record_sample(len, Timestamp::ZERO);
        state.sample_at_len
    };
    // After the first sample, which is the peak, one more entry would be a new peak.
    assert_eq!([100, 97, 90, 80].map(&mut samples_at), [81, 84, 91, 91]);
    state.len = 3;
    assert_eq!([100, 99].map(|len| (state.record_sample(len, Timestamp::ZERO), state.sample_at_len).1), [4, 4]);
}

/// With equal shares, a busy shard would soon exceed its quota again.
#[test]
fn half_of_the_remaining_quota_goes_to_the_shard_that_asks() {
    let shards = [0, 3, 5].map(|len| Mutex::new(state(len)));
    let quotas = |remaining, asking| {
        let mut states = shards.each_ref().map(lock);
        assign_quotas(&mut states, remaining, asking);
        states.each_ref().map(|state| state.quota)
    };
    assert_eq!(quotas(19, 1), [3, 3 + 3 + 10, 5 + 3]);
    assert_eq!(quotas(1, 0), [1, 3, 5]);
}

/// A shard that has not grown since its last sample takes no new one, but a call that exceeds its quota counts.
#[test]
fn the_peak_includes_what_a_call_counts_above_the_limit() {
    let shards = Shards::new(2, LimitConfig { limit: 4, interval: Duration::MAX }, || ());
    let enter = |shard| shards.lock_shard(shard).enter(Timestamp::ZERO).map(|due| due.len);
    let exit = |shard| assert!(!shards.lock_shard(shard).exit(false), "no caller waits");
    assert_eq!([0, 0].map(enter), [None, None]);
    [0, 0].into_iter().for_each(exit);
    assert_eq!([1, 1, 1, 0, 0].map(enter), [None, None, None, None, Some(5)]);
    [0, 0, 1, 1, 1].into_iter().for_each(exit);
    let totals = shards.totals();
    assert_eq!((totals.excesses, totals.peak), (1, 5));
}

#[cfg(feature = "drained")]
#[test]
fn calls_that_exit_check_the_map_only_while_a_caller_waits() {
    let shards = Shards::new(2, LimitConfig { limit: usize::MAX, interval: Duration::MAX }, || ());
    let enter = || assert!(shards.lock_shard(1).enter(Timestamp::ZERO).is_none());
    enter();
    assert!(!shards.is_watched());
    assert_eq!([shards.begin_wait(), shards.begin_wait()], [(1, 0), (1, 0)]);
    assert!(shards.is_watched());
    shards.end_wait();
    assert!(shards.is_watched(), "one caller still waits");
    assert!(shards.lock_shard(1).exit(false));
    assert_eq!(shards.drained_count(), 1);
    shards.end_wait();
    assert!(!shards.is_watched());
    enter();
    assert!(!shards.lock_shard(1).exit(false));
    assert_eq!((shards.drained_count(), shards.begin_wait()), (1, (0, 1)));
}

#[test]
fn entries_that_exit_during_a_panic_are_counted_separately() {
    let shards = Shards::new(2, LimitConfig { limit: usize::MAX, interval: Duration::MAX }, || ());
    for panicking in [false, true, false, true, true] {
        assert!(
            shards.lock_shard(0).enter(Timestamp::ZERO).is_none()
                && shards.lock_shard(1).enter(Timestamp::ZERO).is_none()
        );
        assert!(!shards.lock_shard(0).exit(panicking) && !shards.lock_shard(1).exit(false));
    }
    let totals = shards.totals();
    assert_eq!((totals.len, totals.exited, totals.exited_panicking), (0, 10, 3));
}

fn shard_size<T>(contents: impl Fn() -> T) -> usize {
    Shards::new(1, LimitConfig { limit: 1, interval: Duration::ZERO }, contents).shard_size()
}

/// With one more field, the size of a shard would double.
#[test]
fn a_shard_of_either_map_fits_into_two_cache_lines() {
    assert_eq!(shard_size(Slab::<Record<u64, ()>>::new), 128);
    assert_eq!(shard_size(Table::<u64, ()>::new), 128);
}
