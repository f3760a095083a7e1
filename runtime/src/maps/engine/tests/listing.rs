//! Listings of entries in several shards, and the shards of thread slots.

use super::super::{
    super::UniqueMap, core::MapCore, record::Record, settings::Settings, slab::Slab, timestamp::Timestamp,
};
use core::hash::BuildHasherDefault;
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
