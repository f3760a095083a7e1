//! What a map answers that is asked while others enter and leave: every entry that is there all the while is in it.

use super::{InflightMap, UniqueMap, engine::thread_slot::take_slot, model, side_by_side};
use std::{hash::BuildHasherDefault, hash::DefaultHasher, sync::Arc, time::Duration};

#[test]
fn stats_have_an_entry_that_stays_beside_one_that_comes_and_goes() {
    model(|| {
        let map = Arc::new(InflightMap::<u8>::builder().shards(2).build());
        let stays = map.enter(0, ());
        let passes_by = side_by_side(&map, 1, |map| drop(map.enter(1, ())));
        let stats = map.stats();
        assert!((1..=2).contains(&stats.len), "{stats:?}");
        assert!((1..=2).contains(&stats.entered) && stats.exited <= 1, "{stats:?}");
        assert!((1..=2).contains(&stats.peak) && stats.peak >= stats.len && stats.oldest_age.is_some(), "{stats:?}");
        passes_by.join().expect("no call panics");
        let stats = map.stats();
        assert_eq!((map.len(), stats.len, stats.entered, stats.exited), (1, 1, 2, 1));
        drop(stays);
        assert!(map.is_empty() && map.stats().oldest_age.is_none());
    });
}

/// `len` reads without a lock: the entry that stays is in it, and one that moves may be in it in both places, or in none.
#[test]
fn len_has_an_entry_that_stays_beside_one_that_moves() {
    model(|| {
        let map = Arc::new(InflightMap::<u8>::builder().shards(2).build());
        let _stays = map.enter(0, ());
        let moves = map.enter_owned(1, ());
        let moving = side_by_side(&map, 1, |map| {
            let moved = map.enter_owned(1, ());
            drop(moves);
            moved
        });
        assert!((1..=3).contains(&map.len()));
        let _moved = moving.join().expect("no call panics");
        assert_eq!(map.len(), 2);
    });
}

#[test]
fn listings_have_an_entry_that_stays_beside_those_that_come_and_go() {
    model(|| {
        let map = Arc::new(InflightMap::<u8, u8>::builder().shards(2).build());
        let stays = map.enter(0, 7);
        // In the same shard, where its place is used again, and in the other one.
        let one = side_by_side(&map, 0, |map| drop(map.enter(1, 1)));
        let other = side_by_side(&map, 1, |map| drop(map.enter(0, 2)));
        let listed = map.snapshot();
        assert_eq!(listed.iter().filter(|call| (call.key, call.value) == (0, 7)).count(), 1, "{listed:?}");
        one.join().expect("no call panics");
        other.join().expect("no call panics");
        drop(stays);
        assert!(map.snapshot().is_empty());
    });
}

#[test]
fn the_oldest_those_that_are_stuck_and_look_ups_have_an_entry_that_stays() {
    model(|| {
        let map = Arc::new(InflightMap::<u8, u8>::builder().shards(2).build());
        let _stays = map.enter(0, 7);
        let passes_by = side_by_side(&map, 1, |map| drop(map.enter(1, 1)));
        // The clock stands still: the other one counts as equally old.
        assert!(map.oldest().is_some());
        assert!(map.stuck(Duration::ZERO).iter().any(|call| call.key == 0));
        assert!(map.contains_key(&0) && map.get(&0) == Some(7) && map.count(&0) == 1);
        passes_by.join().expect("no call panics");
    });
}

fn unique() -> UniqueMap<u8, u8, BuildHasherDefault<DefaultHasher>> {
    UniqueMap::<u8, u8>::builder().shards(2).hasher(BuildHasherDefault::new()).build()
}

#[test]
fn a_map_with_unique_keys_answers_the_same() {
    model(|| {
        let map = Arc::new(unique());
        let _stays = map.try_enter(0, 7).expect("it is the first one");
        let passes_by = side_by_side(&map, 1, |map| drop(map.try_enter(1, 1)));
        let listed = map.snapshot();
        assert_eq!(listed.iter().filter(|call| (call.key, call.value) == (0, 7)).count(), 1, "{listed:?}");
        assert!(map.contains_key(&0) && map.get(&0) == Some(7) && map.oldest().is_some());
        passes_by.join().expect("no call panics");
        assert_eq!((map.len(), map.stats().entered, map.stats().exited), (1, 2, 1));
    });
}

#[test]
fn entries_of_one_thread_are_listed_in_the_order_in_which_they_were_made() {
    model(|| {
        let map = Arc::new(InflightMap::<u8>::builder().shards(2).build());
        let _first = map.enter(1, ());
        let beside = side_by_side(&map, 1, |map| drop(map.enter(9, ())));
        // As a task that has moved between threads' shards.
        take_slot(1);
        let _second = map.enter(2, ());
        let listed: Vec<_> = map.snapshot().into_iter().map(|call| call.key).filter(|key| *key != 9).collect();
        assert_eq!(listed, [1, 2]);
        beside.join().expect("no call panics");
    });
}

#[test]
fn those_of_a_map_with_unique_keys_too_though_another_thread_is_ahead_in_a_shard() {
    model(|| {
        let map = Arc::new(unique());
        let _first = map.try_enter(0, 0).expect("it is the first one");
        let beside = side_by_side(&map, 0, |map| {
            // Some of them in each shard.
            for key in 8..14 {
                drop(map.try_enter(key, 0).expect("it is free"));
            }
        });
        let _entries = [1, 2, 3].map(|key| map.try_enter(key, 0).expect("it is free"));
        let listed: Vec<_> = map.snapshot().into_iter().map(|call| call.key).filter(|key| *key < 8).collect();
        assert_eq!(listed, [0, 1, 2, 3]);
        beside.join().expect("no call panics");
    });
}
