//! Whose entry a guard removes, and who gets a key.

use super::{InflightMap, UniqueMap, model, side_by_side};
use loom::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::{
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hasher},
    sync::Arc,
};

type Unique = UniqueMap<u8, u8, BuildHasherDefault<DefaultHasher>>;

/// The first call makes the shards, by std's `OnceLock`, which the checker does not see: that call is made here.
fn unique() -> Arc<Unique> {
    let map = UniqueMap::<u8, u8>::builder().shards(2).hasher(BuildHasherDefault::new()).build();
    drop(map.try_enter(0, 0));
    Arc::new(map)
}

#[test]
fn a_guard_that_drops_on_another_thread_removes_its_own_entry_among_equal_keys() {
    model(|| {
        let map = Arc::new(InflightMap::<u8, u8>::builder().shards(2).build());
        let travels = map.enter_owned(7, 1);
        let drops = side_by_side(&map, 1, move |_| drop(travels));
        // In the place of the other one, if that is gone by now.
        let enters = side_by_side(&map, 0, |map| map.enter_owned(7, 2));
        let own = map.enter_owned(7, 3);
        drops.join().expect("no call panics");
        let other = enters.join().expect("no call panics");
        let mut values: Vec<_> = map.snapshot().into_iter().map(|call| call.value).collect();
        values.sort_unstable();
        assert_eq!(values, [2, 3]);
        drop(own);
        assert_eq!(map.get(&7), Some(2));
        drop(other);
        assert_eq!((map.len(), map.stats().entered, map.stats().exited), (0, 3, 3));
    });
}

#[test]
fn of_calls_with_one_key_one_at_a_time_has_it() {
    model(|| {
        let (map, holders) = (unique(), Arc::new(AtomicUsize::new(0)));
        let calls = [0, 1, 2].map(|value| {
            let holders = Arc::clone(&holders);
            side_by_side(&map, 0, move |map| match map.try_enter(7, value) {
                Ok(guard) => {
                    assert_eq!(holders.fetch_add(1, SeqCst), 0, "two have the key");
                    assert_eq!(map.get(&7), Some(value));
                    holders.fetch_sub(1, SeqCst);
                    drop(guard);
                    true
                }
                Err(occupied) => {
                    assert_eq!(occupied.value, value, "it has its own value back");
                    false
                }
            })
        });
        let entered = calls.map(|call| call.join().expect("no call panics"));
        let entered = entered.iter().filter(|entered| **entered).count() as u64;
        assert!(entered > 0, "the first one finds nobody");
        let stats = map.stats();
        assert_eq!((map.len(), stats.entered, stats.exited), (0, 1 + entered, 1 + entered));
    });
}

/// With a clock that stands still, so that nothing but the shard's last timestamp tells the two apart.
#[test]
fn a_guard_never_removes_a_successor_with_its_key() {
    model(|| {
        let map = unique();
        let predecessor = map.try_enter_owned(7, 1).expect("it is the first one");
        let leaves = side_by_side(&map, 0, move |_| drop(predecessor));
        let succeeds = side_by_side(&map, 1, |map| {
            let guard = map.try_enter(7, 2);
            if guard.is_ok() {
                assert_eq!(map.get(&7), Some(2), "the guard is there, and so is its entry");
            }
            guard.is_ok()
        });
        leaves.join().expect("no call panics");
        let succeeded = u64::from(succeeds.join().expect("no call panics"));
        assert_eq!((map.len(), map.stats().entered, map.stats().exited), (0, 2 + succeeded, 2 + succeeded));
    });
}

/// Two threads make their entries at one moment of the clock: only the shard can tell their timestamps apart.
#[test]
fn keys_that_collide_and_were_entered_at_one_moment_are_told_apart() {
    model(|| {
        let map = Arc::new(UniqueMap::<u8, u8>::builder().shards(1).hasher(Colliding).build());
        // This thread's first timestamp is taken by this.
        drop(map.try_enter(0, 0));
        let calls =
            [1, 2].map(|key| side_by_side(&map, 0, move |map| map.try_enter_owned(key, key).expect("keys differ")));
        let [one, other] = calls.map(|call| call.join().expect("no call panics"));
        let leaves = side_by_side(&map, 0, move |_| drop(one));
        assert_eq!(map.get(&2), Some(2));
        leaves.join().expect("no call panics");
        assert_eq!((map.get(&1), map.get(&2)), (None, Some(2)));
        drop(other);
        assert!(map.is_empty());
    });
}

/// All keys have one hash.
struct Colliding;

impl BuildHasher for Colliding {
    type Hasher = One;

    fn build_hasher(&self) -> One {
        One
    }
}

struct One;

impl Hasher for One {
    fn finish(&self) -> u64 {
        1
    }

    fn write(&mut self, _: &[u8]) {}
}
