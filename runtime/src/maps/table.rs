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
use hashbrown::HashTable;

pub(super) struct Table<K, V> {
    places: HashTable<Place>,
    records: Slab<Hashed<K, V>>,
}

pub(super) struct Hashed<K, V> {
    pub(super) hash: u64,
    pub(super) record: Record<K, V>,
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
    #[inline]
    pub(super) fn find<Q: Eq + ?Sized>(&self, hash: u64, key: &Q) -> Option<&Record<K, V>>
    where
        K: Borrow<Q>,
    {
        let has_key = |place: &Place| self.records.get(*place).is_some_and(|hashed| hashed.record.key.borrow() == key);
        let place = self.places.find(hash, has_key)?;
        Some(&self.records.get(*place)?.record)
    }

    /// The key is not in it: the caller has looked.
    #[inline]
    pub(super) fn insert(&mut self, hashed: Hashed<K, V>) -> Place {
        let Self { places, records } = self;
        let hash = hashed.hash;
        let place = records.insert(hashed);
        places.insert_unique(hash, place, |place| hash_at(records, *place));
        place
    }

    #[inline]
    pub(super) fn remove(&mut self, place: Place) -> Option<Hashed<K, V>> {
        let removed = self.records.remove(place)?;
        if let Ok(found) = self.places.find_entry(removed.hash, |candidate| *candidate == place) {
            found.remove();
        }
        if self.places.capacity() > SMALL && self.places.len() < self.places.capacity() / 8 {
            self.shrink();
        }
        Some(removed)
    }

    /// To twice what is in it: as many entries would have to come to make it grow, or more than half of them to leave to
    /// make it shrink again, as it takes steps to move them.
    #[cold]
    fn shrink(&mut self) {
        let Self { places, records } = self;
        places.shrink_to(2 * places.len(), |place| hash_at(records, *place));
    }
}

fn hash_at<K, V>(records: &Slab<Hashed<K, V>>, place: Place) -> u64 {
    records.get(place).map_or(0, |hashed| hashed.hash)
}
