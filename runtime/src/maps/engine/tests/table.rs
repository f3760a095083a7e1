//! Where keys go: how many share a shard, and how many a place of its table. Counted, so that it is the same each time.

use super::{MixedHash, Origin, Record, SMALL, Table, TableSlot, Timestamp};
use crate::maps::engine::core::Contents as _;
use core::hash::{BuildHasher, BuildHasherDefault};
use std::{
    collections::hash_map::{DefaultHasher, RandomState},
    format, vec,
    vec::Vec,
};

const KEYS: u64 = 100_000;
/// What the table looks at in one step.
const GROUP: usize = 16;
/// By as many the table tells keys apart before it looks at them.
const TAGS: usize = 128;

/// The most that keys have in common, of a map in which all of them are at once.
#[derive(Debug)]
struct Crowd {
    /// The most keys in one shard, in percent of an even share.
    shard: usize,
    /// The most keys whose search begins in the same group of a table.
    group: u16,
    /// The most of those that have the same tag, too.
    tag: u16,
}

fn crowd(hashes: &[MixedHash], shards: usize) -> Crowd {
    let mut tables = vec![Vec::new(); shards];
    for hash in hashes {
        tables[usize::from(hash.shard_number()) & (shards - 1)].push(hash.for_table());
    }
    let fullest = tables.iter().map(Vec::len).max().unwrap_or(0);
    let mut crowd = Crowd { shard: 100 * fullest * shards / hashes.len(), group: 0, tag: 0 };
    for hashes in tables {
        // A table is at most seven eighths full.
        let places = (hashes.len() * 8 / 7).next_power_of_two().max(GROUP);
        let mut groups = vec![0; places / GROUP];
        let mut tags = vec![0; groups.len() * TAGS];
        for hash in hashes {
            let group = usize::try_from(hash).unwrap() % places / GROUP;
            groups[group] += 1;
            tags[group * TAGS + usize::try_from(hash >> 57).unwrap()] += 1;
        }
        crowd.group = groups.into_iter().fold(crowd.group, u16::max);
        crowd.tag = tags.into_iter().fold(crowd.tag, u16::max);
    }
    crowd
}

#[track_caller]
fn assert_spread(what: &str, hashes: impl Iterator<Item = u64>) {
    let hashes: Vec<_> = hashes.map(MixedHash::of).collect();
    for shards in [1, 16, 128] {
        let crowd = crowd(&hashes, shards);
        // Of keys at random, some 130, 40 and 5.
        assert!(
            crowd.shard < 150 && crowd.group <= 48 && crowd.tag <= 8,
            "{what}, in {shards} shards: {crowd:?} of {} keys",
            hashes.len(),
        );
    }
}

#[test]
fn keys_that_differ_in_any_few_bits_spread_though_the_hasher_leaves_them_as_they_are() {
    for shift in 0..=47 {
        assert_spread(&format!("numbers in a row, from bit {shift} on"), (0..KEYS).map(|key| key << shift));
    }
    for step in [3, 10, 24, 48, 1_000, 65_535, 1_000_000, 0xffff_ffff] {
        assert_spread(&format!("multiples of {step}"), (0..KEYS).map(|key| key * step));
    }
    assert_spread("numbers from the highest bit on", (0..KEYS).map(u64::reverse_bits));
    assert_spread("numbers whose bytes are swapped", (0..KEYS).map(u64::swap_bytes));
    assert_spread("numbers counted down", (0..KEYS).map(|key| u64::MAX - key));
    assert_spread("floats", (0..KEYS).map(|key| f64::from(u32::try_from(key).unwrap()).to_bits()));
    assert_spread("pairs of numbers", (0..KEYS).map(|key| ((key % 316) << 32) | (key / 316)));
    assert_spread("addresses", (0..KEYS).map(|key| 0x7f3a_5c00_0000 + 48 * key));
}

/// Leaves a key as it is.
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

/// Keys that meet in one group of one shard if they are hashed by a hasher that is known.
fn chosen_against(hasher: &impl BuildHasher) -> Vec<u64> {
    let meets = |key: &u64| {
        let hash = MixedHash::of(hasher.hash_one(key));
        hash.shard_number() % 4 == 0 && hash.for_table() % 64 < 16
    };
    (0..).filter(meets).take(20_000).collect()
}

#[test]
fn keys_chosen_against_a_known_hasher_crowd_under_it_and_spread_under_a_random_one() {
    let fixed = BuildHasherDefault::<DefaultHasher>::default();
    let identity = BuildHasherDefault::<Identity>::default();
    for chosen in [chosen_against(&fixed), chosen_against(&identity)] {
        for _ in 0..4 {
            let hasher = RandomState::new();
            assert_spread("chosen keys", chosen.iter().map(|key| hasher.hash_one(key)));
        }
    }
    // They were chosen well.
    let crowds = |hasher: &dyn Fn(&u64) -> u64, keys: Vec<u64>| {
        let hashes: Vec<_> = keys.iter().map(|key| MixedHash::of(hasher(key))).collect();
        crowd(&hashes, 16)
    };
    for crowd in [
        crowds(&|key| fixed.hash_one(key), chosen_against(&fixed)),
        crowds(&|key| identity.hash_one(key), chosen_against(&identity)),
    ] {
        assert!(crowd.shard >= 350 && crowd.group >= 40, "{crowd:?}");
    }
}

/// Whatever a table of so many records does as they leave: its capacity with as many of them as the function asks.
fn capacities<const N: usize>(records: u64, exited: impl Fn(usize) -> [usize; N]) -> (usize, [usize; N]) {
    let mut table = Table::<u64, ()>::new();
    let location = core::panic::Location::caller();
    let timestamps: Vec<_> = (0..records)
        .map(|key| {
            let hash = MixedHash::of(key);
            let TableSlot::Vacant(vacancy) = table.entry(hash, &key) else { panic!("{key} is there") };
            let origin = Origin { timestamp: Timestamp::ZERO, location };
            (hash, vacancy.insert(hash, Record { key, value: (), origin }))
        })
        .collect();
    let full = table.stored.capacity();
    let mut timestamps = timestamps.into_iter();
    let capacities = exited(full).map(|exited| {
        while table.stored.len() > exited {
            let (hash, timestamp) = timestamps.next().unwrap();
            assert!(table.remove(hash, timestamp).is_some());
        }
        table.stored.capacity()
    });
    (full, capacities)
}

#[test]
fn a_table_that_is_an_eighth_full_is_made_smaller_and_stays_twice_as_large_as_what_is_in_it() {
    let (full, [an_eighth, less]) = capacities(5_000, |full| [full / 8, full / 8 - 1]);
    assert_eq!(an_eighth, full);
    assert!(less >= 2 * (full / 8 - 1) && less < full / 2, "{less} of {full}");
}

#[test]
fn a_small_table_stays_as_it_is() {
    let (full, [one, none]) = capacities(40, |_| [1, 0]);
    assert!(full <= SMALL);
    assert_eq!((one, none), (full, full));
}
