//! The shard of a map with unique keys: records at stable places, and a table that leads from a key's hash to its place.
//!
//! The table holds places of four bytes, not records: it is the part that has to have room to spare, and that moves when
//! it grows or shrinks. Records keep their hash, so that a table which moves never calls a user's `Hash` under the lock.

use super::{
    live::Record,
    sharded::Contents,
    slab::{Place, Slab},
};
use core::borrow::Borrow;
use hashbrown::{
    HashTable,
    hash_table::{self, VacantEntry},
};

pub(super) struct Table<K, V> {
    places: HashTable<Place>,
    records: Slab<Hashed<K, V>>,
}

struct Hashed<K, V> {
    hash: u64,
    record: Record<K, V>,
}

pub(super) enum Entry<'a, K, V> {
    Occupied(&'a Record<K, V>),
    Vacant(Vacancy<'a, K, V>),
}

/// Room for a record whose key is not in the table.
pub(super) struct Vacancy<'a, K, V> {
    slot: VacantEntry<'a, Place>,
    records: &'a mut Slab<Hashed<K, V>>,
}

/// Tables up to this many places are not worth shrinking.
const SMALL: usize = 64;

impl<K, V> Contents for Table<K, V> {
    type Key = K;
    type Value = V;

    fn new() -> Self {
        Self { places: HashTable::new(), records: Slab::new() }
    }

    fn records(&self) -> impl Iterator<Item = &Record<K, V>> {
        self.records.iter().map(|hashed| &hashed.record)
    }
}

impl<K, V> Table<K, V> {
    pub(super) fn find<Q: Eq + ?Sized>(&self, hash: u64, key: &Q) -> Option<&Record<K, V>>
    where
        K: Borrow<Q>,
    {
        let place = self.places.find(hash, |place| has_key(&self.records, *place, key))?;
        Some(&self.records.get(*place)?.record)
    }

    /// The record that has the key, or the place for one.
    #[inline]
    pub(super) fn entry(&mut self, hash: u64, key: &K) -> Entry<'_, K, V>
    where
        K: Eq,
    {
        let Self { places, records } = self;
        let found = places.entry(hash, |place| has_key(records, *place, key), |place| hash_at(records, *place));
        match found {
            hash_table::Entry::Occupied(found) => match records.get(*found.get()) {
                Some(hashed) => Entry::Occupied(&hashed.record),
                None => unreachable!("the table has the places of records only"),
            },
            hash_table::Entry::Vacant(slot) => Entry::Vacant(Vacancy { slot, records }),
        }
    }

    #[inline]
    pub(super) fn remove(&mut self, hash: u64, place: Place) -> Option<Record<K, V>> {
        self.places.find_entry(hash, |candidate| *candidate == place).ok()?.remove();
        let removed = self.records.remove(place)?;
        if self.places.capacity() > SMALL && self.places.len() < self.places.capacity() / 8 {
            self.shrink();
        }
        Some(removed.record)
    }

    /// To twice what is in it: as many entries would have to come to make it grow, or more than half of them to leave to
    /// make it shrink again, as it takes steps to move them.
    #[cold]
    fn shrink(&mut self) {
        let Self { places, records } = self;
        places.shrink_to(2 * places.len(), |place| hash_at(records, *place));
    }
}

impl<K, V> Vacancy<'_, K, V> {
    #[inline]
    pub(super) fn insert(self, hash: u64, record: Record<K, V>) -> Place {
        let place = self.records.insert(Hashed { hash, record });
        self.slot.insert(place);
        place
    }
}

#[inline]
fn has_key<K: Borrow<Q>, V, Q: Eq + ?Sized>(records: &Slab<Hashed<K, V>>, place: Place, key: &Q) -> bool {
    records.get(place).is_some_and(|hashed| hashed.record.key.borrow() == key)
}

fn hash_at<K, V>(records: &Slab<Hashed<K, V>>, place: Place) -> u64 {
    records.get(place).map_or(0, |hashed| hashed.hash)
}
