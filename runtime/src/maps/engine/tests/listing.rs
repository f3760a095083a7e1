//! What maps tell of the entries of several shards, and which shard a lane leads to.

use super::{UniqueMap, live::Record, settings::Settings, sharded::Sharded, slab::Slab, stamp::Stamp};
use core::hash::BuildHasherDefault;
use std::{hash::DefaultHasher, vec::Vec};

/// Entries of shards of their own, each made when the clock has moved since the one before.
#[test]
fn the_oldest_entries_are_found_whichever_shards_they_are_in() {
    let map = UniqueMap::<u8>::builder().shards(4).hasher(BuildHasherDefault::<DefaultHasher>::default()).build();
    let _entries = [3, 1, 4, 9, 5].map(|key| {
        let now = Stamp::of_clock();
        while Stamp::of_clock() == now {}
        map.try_enter(key, ()).unwrap()
    });
    assert_eq!(map.oldest().map(|live| live.key), Some(3));
    for most in 0..7 {
        let keys: Vec<_> = map.keyed_sightings(most).into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, [3, 1, 4, 9, 5][..most.min(5)]);
        assert_eq!(map.sightings(most).len(), most.min(5));
    }
}

#[test]
fn each_entry_of_a_map_with_unique_keys_has_its_own_place_in_the_source() {
    // One shard: each has a list of places of its own.
    let map = UniqueMap::<u8>::builder().shards(1).build();
    let (first, second) = (line!() + 1, line!() + 2);
    let _one = map.try_enter(1, ());
    let _other = map.try_enter(2, ());
    let lines: Vec<_> = map.snapshot().into_iter().map(|live| (live.key, live.location.line())).collect();
    assert_eq!(lines, [(1, first), (2, second)]);
}

#[test]
fn a_lane_leads_to_a_shard_of_its_own_as_long_as_there_are_enough() {
    let map = Sharded::<Slab<Record<u64, ()>>>::new(Settings { shards: 4, ..Settings::DEFAULT });
    assert_eq!([0, 1, 2, 3, 4, 127].map(|lane| map.shard(lane)), [0, 1, 2, 3, 0, 3]);
}
