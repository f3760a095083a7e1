//! How evenly keys are distributed over shards and over the groups of a table. Collisions are counted, not timed, so
//! the results are always the same.

use super::{MixedHash, Origin, Record, SMALL, Table, TableSlot, Timestamp};
use crate::maps::engine::core::Contents as _;
use core::hash::{BuildHasher, BuildHasherDefault};
use std::{
    collections::hash_map::{DefaultHasher, RandomState},
    format, vec,
    vec::Vec,
};

const KEYS: u64 = 100_000;
/// The number of buckets that the table compares in one step.
const GROUP: usize = 16;
/// The number of different tags, by which the table rules keys out before it compares them.
const TAGS: usize = 128;

/// The worst collisions in a map with all keys.
#[derive(Debug)]
struct Collisions {
    /// The number of keys in the fullest shard, in percent of an even share.
    shard: usize,
    /// The maximum number of keys whose search begins in the same group of a table.
    group: u16,
    /// The maximum number of keys of the same group with the same tag.
    tag: u16,
}

fn collisions(hashes: &[MixedHash], shards: usize) -> Collisions {
    let mut tables = vec![Vec::new(); shards];
    for hash in hashes {
        tables[usize::from(hash.shard_number()) & (shards - 1)].push(hash.for_table());
    }
    let fullest = tables.iter().map(Vec::len).max().unwrap_or(0);
    let mut collisions = Collisions { shard: 100 * fullest * shards / hashes.len(), group: 0, tag: 0 };
    for hashes in tables {
        // A table is at most seven eighths full.
        let buckets = (hashes.len() * 8 / 7).next_power_of_two().max(GROUP);
        let mut groups = vec![0; buckets / GROUP];
        let mut tags = vec![0; groups.len() * TAGS];
        for hash in hashes {
            let group = usize::try_from(hash).unwrap() % buckets / GROUP;
            groups[group] += 1;
            tags[group * TAGS + usize::try_from(hash >> 57).unwrap()] += 1;
        }
        collisions.group = groups.into_iter().fold(collisions.group, u16::max);
        collisions.tag = tags.into_iter().fold(collisions.tag, u16::max);
    }
    collisions
}

#[track_caller]
fn assert_spread(what: &str, hashes: impl Iterator<Item = u64>) {
    let hashes: Vec<_> = hashes.map(MixedHash::of).collect();
    for shards in [1, 16, 128] {
        let collisions = collisions(&hashes, shards);
        // Random keys have about 130, 40 and 5.
        assert!(
            collisions.shard < 150 && collisions.group <= 48 && collisions.tag <= 8,
            "{what}, in {shards} shards: {collisions:?} of {} keys",
            hashes.len(),
        );
    }
}

#[test]
fn keys_that_differ_in_any_few_bits_spread_even_with_an_identity_hasher() {
    for shift in 0..=47 {
        assert_spread(&format!("consecutive numbers, shifted by {shift} bits"), (0..KEYS).map(|key| key << shift));
    }
    for step in [3, 10, 24, 48, 1_000, 65_535, 1_000_000, 0xffff_ffff] {
        assert_spread(&format!("multiples of {step}"), (0..KEYS).map(|key| key * step));
    }
    assert_spread("numbers whose bits are reversed", (0..KEYS).map(u64::reverse_bits));
    assert_spread("numbers whose bytes are swapped", (0..KEYS).map(u64::swap_bytes));
    assert_spread("numbers counted down", (0..KEYS).map(|key| u64::MAX - key));
    assert_spread("floats", (0..KEYS).map(|key| f64::from(u32::try_from(key).unwrap()).to_bits()));
    assert_spread("pairs of numbers", (0..KEYS).map(|key| ((key % 316) << 32) | (key / 316)));
    assert_spread("addresses", (0..KEYS).map(|key| 0x7f3a_5c00_0000 + 48 * key));
}

/// A hasher that returns the key unchanged.
#[derive(Default)]
struct Identity(u64);

impl core::hash::Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are numbers")
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// Returns keys that collide in a few groups of a few shards with this hasher.
fn chosen_against(hasher: &impl BuildHasher) -> Vec<u64> {
    let collides = |key: &u64| {
        let hash = MixedHash::of(hasher.hash_one(key));
        hash.shard_number() % 4 == 0 && hash.for_table() % 64 < 16
    };
    (0..).filter(collides).take(20_000).collect()
}

#[test]
fn keys_chosen_to_collide_with_a_known_hasher_spread_with_a_random_one() {
    let fixed = BuildHasherDefault::<DefaultHasher>::default();
    let identity = BuildHasherDefault::<Identity>::default();
    for chosen in [chosen_against(&fixed), chosen_against(&identity)] {
        for _ in 0..4 {
            let hasher = RandomState::new();
            assert_spread("chosen keys", chosen.iter().map(|key| hasher.hash_one(key)));
        }
    }
    // With the known hasher they do collide.
    let collisions = |hasher: &dyn Fn(&u64) -> u64, keys: Vec<u64>| {
        let hashes: Vec<_> = keys.iter().map(|key| MixedHash::of(hasher(key))).collect();
        collisions(&hashes, 16)
    };
    for collisions in [
        collisions(&|key| fixed.hash_one(key), chosen_against(&fixed)),
        collisions(&|key| identity.hash_one(key), chosen_against(&identity)),
    ] {
        assert!(collisions.shard >= 350 && collisions.group >= 40, "{collisions:?}");
    }
}

/// Fills a table with `records` and removes them until the numbers remain that `remaining` returns for the full
/// capacity. Returns the capacity when full, and with each of these numbers.
fn capacities<const N: usize>(records: u64, remaining: impl Fn(usize) -> [usize; N]) -> (usize, [usize; N]) {
    let mut table = Table::<u64, ()>::new();
    let location = core::panic::Location::caller();
    let timestamps: Vec<_> = (0..records)
        .map(|key| {
            let hash = MixedHash::of(key);
            let TableSlot::Vacant(vacancy) = table.entry(hash, &key) else { panic!("{key} is present") };
            let origin = Origin { timestamp: Timestamp::ZERO, location };
            (hash, vacancy.insert(hash, Record { key, value: (), origin }))
        })
        .collect();
    let full = table.stored.capacity();
    let mut timestamps = timestamps.into_iter();
    let capacities = remaining(full).map(|remaining| {
        while table.stored.len() > remaining {
            let (hash, timestamp) = timestamps.next().unwrap();
            assert!(table.remove(hash, timestamp).is_some());
        }
        table.stored.capacity()
    });
    (full, capacities)
}

#[test]
fn a_table_that_is_less_than_an_eighth_full_shrinks_to_twice_its_records() {
    let (full, [an_eighth, less]) = capacities(5_000, |full| [full / 8, full / 8 - 1]);
    assert_eq!(an_eighth, full);
    assert!(less >= 2 * (full / 8 - 1) && less < full / 2, "{less} of {full}");
}

#[test]
fn a_small_table_never_shrinks() {
    let (full, [one, none]) = capacities(40, |_| [1, 0]);
    assert!(full <= SMALL);
    assert_eq!((one, none), (full, full));
}

#[test]
fn a_table_keeps_room_for_at_most_56_records_after_a_burst() {
    for records in [40, 57, 112, 113, 1_000, 5_000, 20_000] {
        let (_, [kept]) = capacities(records, |_| [0]);
        assert!(kept <= 56, "{kept} after {records}");
    }
}
