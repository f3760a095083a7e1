//! Listings of entries in several shards, and the shards of thread slots.

use super::super::{
    super::{InflightMap, UniqueMap},
    copies::Copies,
    core::{Contents, MapCore},
    record::Record,
    settings::Settings,
    slab::Slab,
    timestamp::Timestamp,
};
use core::{cell::Cell, hash::BuildHasherDefault, time::Duration};
use std::{hash::DefaultHasher, vec::Vec};

/// The clock advances between two entries, so that their ages differ.
#[test]
fn the_oldest_entries_are_found_in_all_shards() {
    let map = UniqueMap::<u8>::builder().shards(4).hasher(BuildHasherDefault::<DefaultHasher>::default()).build();
    let _entries = [3, 1, 4, 9, 5].map(|key| {
        let now = Timestamp::of_clock();
        while Timestamp::of_clock() == now {}
        map.try_enter(key, ()).unwrap()
    });
    assert_eq!(map.oldest().map(|live| live.key), Some(3));
    for max in 0..7 {
        let keys: Vec<_> = map.oldest_entries_with_keys(max).into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, [3, 1, 4, 9, 5][..max.min(5)]);
        assert_eq!(map.oldest_entries(max).len(), max.min(5));
    }
}

#[test]
fn each_entry_of_a_map_with_unique_keys_has_its_own_location() {
    // One shard, since each shard has its own list of locations.
    let map = UniqueMap::<u8>::builder().shards(1).build();
    let (first, second) = (line!() + 1, line!() + 2);
    let _one = map.try_enter(1, ());
    let _other = map.try_enter(2, ());
    let lines: Vec<_> = map.snapshot().into_iter().map(|live| (live.key, live.location.line())).collect();
    assert_eq!(lines, [(1, first), (2, second)]);
}

#[test]
fn thread_slots_have_different_shards_as_long_as_there_are_enough() {
    let map = MapCore::<Slab<Record<u64, ()>>>::new(Settings { shards: 4, ..Settings::DEFAULT });
    assert_eq!([0, 1, 2, 3, 4, 127].map(|thread_slot| map.shard_of(thread_slot)), [0, 1, 2, 3, 0, 3]);
}

/// Returns the number of entries in the map, and the most that are read without releasing a lock.
fn read<C: Contents>(core: &MapCore<C>) -> (usize, usize) {
    let (mut all, mut most) = (0, 0);
    let mut since = 0;
    core.read_parts(
        1,
        &mut since,
        |since, contents, part| {
            let records = contents.part(part.number).count();
            *since += records;
            all += records;
            true
        },
        |since| {
            most = most.max(*since);
            *since = 0;
        },
    );
    (all, most)
}

#[test]
fn at_most_1024_entries_are_read_under_a_lock() {
    const MANY: u32 = 100_000;
    let inflight = InflightMap::<u32>::new();
    let _entries: Vec<_> = (0..MANY).map(|key| inflight.enter(key, ())).collect();
    let unique = UniqueMap::<u32>::builder().shards(1).build();
    let _entries: Vec<_> = (0..MANY).map(|key| unique.try_enter(key, ()).unwrap()).collect();
    for (all, most) in [read(&inflight.core), read(&unique.core)] {
        assert_eq!(all, MANY as usize);
        assert!((512..=1024).contains(&most), "{most} entries");
    }
}

/// An entry that stays is read once, and one that enters between two parts at most once.
#[test]
fn a_table_that_grows_while_it_is_listed_is_listed_again_without_duplicates() {
    let map = UniqueMap::<u32, u32>::builder().shards(1).build();
    let _stay: Vec<_> = (0..3_000).map(|key| map.try_enter(key, key).unwrap()).collect();
    let more = Cell::new(3_000);
    let enter = || {
        more.set(more.get() + 1_000);
        (more.get() - 1_000..more.get()).map(|key| map.try_enter(key, key).unwrap()).collect::<Vec<_>>()
    };
    let mut entered = Vec::new();
    let mut copies = Copies::of_the_oldest(usize::MAX);
    let mut again = 0;
    map.core.read_parts(
        1,
        &mut copies,
        |copies, contents, part| {
            if part.is_again {
                again += u32::from(part.number == 0);
                copies.expect_duplicates();
            }
            contents.part(part.number).for_each(|record| copies.push(0, record, u32::clone, u32::clone));
            true
        },
        |_| entered.extend(enter()),
    );
    assert!(again >= 2, "it was read again {again} times");
    let mut keys: Vec<_> = copies.into_live().into_iter().map(|live| live.key).collect();
    let listed = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), listed, "an entry is listed twice");
    assert!((0..3_000).all(|key| keys.binary_search(&key).is_ok()), "an entry is missing");
}

/// They are found by what was asked for, not by clones of all.
#[test]
fn the_oldest_of_many_are_found_with_the_clones_of_few() {
    std::thread_local! {
        static CLONES: Cell<usize> = const { Cell::new(0) };
    }

    #[derive(PartialEq, Eq, Hash, Debug)]
    struct Key(usize);

    impl Clone for Key {
        fn clone(&self) -> Self {
            CLONES.set(CLONES.get() + 1);
            Self(self.0)
        }
    }

    const MANY: usize = 50_000;
    let inflight = InflightMap::<Key>::new();
    let _entries: Vec<_> = (0..MANY).map(|key| inflight.enter(Key(key), ())).collect();
    let unique = UniqueMap::<Key>::new();
    let _entries: Vec<_> = (0..MANY).map(|key| unique.try_enter(Key(key), ()).unwrap()).collect();
    let expected: Vec<_> = (0..10).map(Key).collect();
    for map in 0..2 {
        CLONES.set(0);
        let keys: Vec<_> = match map {
            0 => inflight.oldest_stuck(Duration::ZERO, 10).oldest.into_iter().map(|live| live.key).collect(),
            _ => unique.oldest_stuck(Duration::ZERO, 10).oldest.into_iter().map(|live| live.key).collect(),
        };
        assert_eq!(keys, expected);
        assert!(CLONES.get() <= MANY / 20, "{} clones", CLONES.get());
    }
    assert_eq!(inflight.oldest_stuck(Duration::ZERO, 10).total, MANY);
    assert_eq!(unique.oldest_stuck(Duration::ZERO, 0).total, MANY);
    assert!(unique.oldest_stuck(Duration::from_secs(3_600), 10).oldest.is_empty());
}
