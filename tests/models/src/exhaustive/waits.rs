//! Waiting until a map of two shards is empty, beside calls that enter and leave.

use super::{engine::limit_config::LimitConfig, engine::shards::Shards, engine::timestamp::Timestamp, model};
use core::time::Duration;
use loom::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
};

struct Map {
    shards: Shards<()>,
    /// How many calls were told to wake those who wait.
    woken: AtomicUsize,
}

impl Map {
    /// With one entry in each of `shards`.
    fn with_entries(limit: usize, shards: &[usize]) -> Arc<Self> {
        let config = LimitConfig { limit, interval: Duration::MAX };
        let map = Arc::new(Self { shards: Shards::new(2, config, || ()), woken: AtomicUsize::new(0) });
        for shard in shards {
            map.enter(*shard);
        }
        map
    }

    fn enter(&self, shard: usize) {
        if self.shards.lock_shard(shard).enter(Timestamp::ZERO).is_some() {
            self.shards.report_finished();
        }
    }

    fn leave(&self, shard: usize) {
        if self.shards.lock_shard(shard).exit(false) {
            self.woken.fetch_add(1, Relaxed);
        }
    }
}

fn side_by_side(map: &Arc<Map>, call: impl FnOnce(&Map) + 'static) -> JoinHandle<()> {
    let map = Arc::clone(map);
    thread::spawn(move || call(&map))
}

#[test]
fn whoever_waits_finds_the_map_empty_or_is_woken_by_the_last_call() {
    for shards in [[0, 1], [0, 0]] {
        model(move || {
            let map = Map::with_entries(usize::MAX, &shards);
            let calls = shards.map(|shard| side_by_side(&map, move |map| map.leave(shard)));
            let (len, drained_before) = map.shards.begin_wait();
            for call in calls {
                call.join().expect("no call panics");
            }
            // Two that leave together may both find that nobody else is there.
            let is_woken = map.woken.load(Relaxed) > 0;
            assert_eq!(is_woken, len > 0, "{len} entries were there when the wait began");
            assert_eq!(map.shards.drained_count() != drained_before, len > 0);
            map.shards.end_wait();
        });
    }
}

#[test]
fn an_entry_that_moves_between_shards_is_never_taken_for_none() {
    model(|| {
        let map = Map::with_entries(usize::MAX, &[1]);
        let (len, _) = map.shards.begin_wait();
        assert_eq!(len, 1);
        let passes_on = side_by_side(&map, |map| {
            map.enter(0);
            map.leave(1);
        });
        let passes_by = side_by_side(&map, |map| {
            map.enter(1);
            map.leave(1);
        });
        passes_on.join().expect("no call panics");
        passes_by.join().expect("no call panics");
        assert_eq!((map.woken.load(Relaxed), map.shards.drained_count()), (0, 0));
        map.leave(0);
        assert_eq!((map.woken.load(Relaxed), map.shards.drained_count()), (1, 1));
    });
}

#[test]
fn one_who_gives_up_takes_nothing_from_another() {
    model(|| {
        let map = Map::with_entries(usize::MAX, &[0]);
        let (_, drained_before) = map.shards.begin_wait();
        let gives_up = side_by_side(&map, |map| {
            map.shards.begin_wait();
            map.shards.end_wait();
        });
        let leaves = side_by_side(&map, |map| map.leave(0));
        gives_up.join().expect("no call panics");
        leaves.join().expect("no call panics");
        assert_eq!((map.woken.load(Relaxed), map.shards.drained_count()), (1, drained_before + 1));
        map.shards.end_wait();
        map.enter(1);
        map.leave(1);
        assert_eq!(map.woken.load(Relaxed), 1, "nobody waits any more");
    });
}

#[test]
fn a_wait_and_an_excess_that_end_together_both_end() {
    model(|| {
        let map = Map::with_entries(1, &[0, 1]);
        let (_, drained_before) = map.shards.begin_wait();
        let calls = [0, 1].map(|shard| side_by_side(&map, move |map| map.leave(shard)));
        for call in calls {
            call.join().expect("no call panics");
        }
        assert!(map.woken.load(Relaxed) > 0 && map.shards.drained_count() > drained_before);
        map.shards.end_wait();
        map.enter(0);
        assert_eq!(map.shards.totals().excesses, 1);
        map.enter(0);
        assert_eq!(map.shards.totals().excesses, 2, "the first excess was over");
    });
}
