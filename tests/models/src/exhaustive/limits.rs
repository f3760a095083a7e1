//! What the models are about: a map of two shards with a limit, and calls that enter and leave.

use super::{
    engine::limit_config::LimitConfig,
    engine::shards::{Shards, Totals},
    engine::timestamp::Timestamp,
    model,
};
use core::time::Duration;
use loom::{sync::Arc, thread};

struct Map(Shards<()>);

impl Map {
    /// Each call above the limit reports, unless another report is in progress.
    fn new(limit: usize) -> Arc<Self> {
        Self::every(Duration::ZERO, limit)
    }

    fn every(interval: Duration, limit: usize) -> Arc<Self> {
        Arc::new(Self(Shards::new(2, LimitConfig { limit, interval }, || ())))
    }

    /// Enters, and answers whether the call was told to report an excess. It does so at once.
    fn enter(&self, shard: usize) -> bool {
        let due = self.0.lock_shard(shard).enter(Timestamp::ZERO);
        if due.is_some() {
            self.0.report_finished();
        }
        due.is_some()
    }

    fn leave(&self, shard: usize) {
        assert!(!self.0.lock_shard(shard).exit(false), "no caller waits");
    }

    fn totals(&self) -> Totals {
        assert_eq!(self.0.len(), self.0.totals().len);
        self.0.totals()
    }
}

/// Runs `call` in a thread of its own for each of `shards`, and answers what they answer.
fn side_by_side<R: 'static>(map: &Arc<Map>, shards: &[usize], call: fn(&Map, usize) -> R) -> Vec<R> {
    let calls: Vec<_> = shards
        .iter()
        .map(|shard| {
            let (map, shard) = (Arc::clone(map), *shard);
            thread::spawn(move || call(&map, shard))
        })
        .collect();
    calls.into_iter().map(|call| call.join().expect("no call panics")).collect()
}

#[test]
fn of_calls_that_exceed_the_limit_together_one_reports() {
    for shards in [[0, 1], [0, 0]] {
        model(move || {
            let map = Map::every(Duration::MAX, 1);
            let reports = side_by_side(&map, &shards, Map::enter);
            assert_eq!(reports.iter().filter(|reports| **reports).count(), 1);
            assert_eq!((map.totals().len, map.totals().peak, map.totals().excesses), (2, 2, 1));
        });
    }
}

#[test]
fn a_limit_that_is_not_exceeded_is_never_reported() {
    model(|| {
        let map = Map::new(2);
        // At no moment there are more than two, however the quotas wander between the shards.
        let reports = side_by_side(&map, &[0, 1], |map, shard| {
            let first = map.enter(shard);
            map.leave(shard);
            let second = map.enter(1 - shard);
            map.leave(1 - shard);
            first || second
        });
        assert_eq!(reports, [false, false]);
        let totals = map.totals();
        assert_eq!((totals.len, totals.exited, totals.excesses), (0, 4, 0));
        assert!((1..=2).contains(&totals.peak));
    });
}

#[test]
fn an_entry_beside_one_that_moves_is_never_overlooked() {
    model(|| {
        let map = Map::new(1);
        assert!(!map.enter(0));
        // One leaves while another enters: whether they were there together is open, but not whether the third was.
        let reports = side_by_side(&map, &[0, 1], |map, shard| match shard {
            0 => {
                map.leave(0);
                false
            }
            _ => map.enter(1),
        });
        let third = map.enter(0);
        assert!(reports[1] || third, "two entries, limit 1");
        assert_eq!(map.totals().len, 2);
    });
}

#[test]
fn the_peak_is_what_was_there_together() {
    model(|| {
        let map = Map::new(usize::MAX);
        side_by_side(&map, &[0, 1], |map, shard| {
            map.enter(shard);
        });
        side_by_side(&map, &[0, 1], Map::leave);
        assert_eq!((map.totals().len, map.totals().peak), (0, 2));
    });
}

#[test]
fn of_calls_that_end_an_excess_together_one_sees_to_it() {
    model(|| {
        let map = Map::new(5);
        let reports: Vec<_> = [0, 1, 0, 1, 0, 1].into_iter().map(|shard| map.enter(shard)).collect();
        assert_eq!(reports, [false, false, false, false, false, true]);
        side_by_side(&map, &[0, 1], |map, shard| {
            map.leave(shard);
            map.leave(shard);
        });
        // Two are left, which is below four fifths of five: the next time that there are six is a new excess.
        let reports: Vec<_> = [0, 0, 0, 0].into_iter().map(|shard| map.enter(shard)).collect();
        assert_eq!(reports, [false, false, false, true]);
        assert_eq!((map.totals().len, map.totals().excesses), (6, 2));
    });
}

#[test]
fn calls_that_leave_and_enter_around_the_limit_do_not_wait_for_each_other() {
    model(|| {
        let map = Map::new(1);
        side_by_side(&map, &[0, 1], |map, shard| {
            map.enter(shard);
            map.leave(shard);
        });
        assert_eq!(map.totals().len, 0);
        assert!(!map.enter(1), "the excess, if there was one, is over");
        assert!(map.enter(0), "and a new one is noticed");
    });
}

/// The limit is the lowest possible: a call that wrongly ended the excess would assign a negative quota.
#[test]
fn an_excess_that_an_entry_prolongs_as_the_last_one_leaves_is_not_over() {
    model(|| {
        let map = Map::new(0);
        assert!(map.enter(0));
        side_by_side(&map, &[0, 1], |map, shard| if shard == 0 { map.leave(0) } else { _ = map.enter(1) });
        assert_eq!(map.totals().len, 1);
        map.leave(1);
        assert!(map.enter(0), "the excess is over, and a new one is noticed");
    });
}
