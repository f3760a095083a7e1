//! The shard of a map with unique keys: a table of records by the hash of their keys.
//!
//! A record keeps its hash, so that a table which grows or shrinks never calls a user's `Hash` under the lock, where a
//! panic of it would lose records. And it is small, since a table has up to twice the room that it needs: hash and
//! place in the source share a word.

use super::{
    call_sites::CallSites,
    live::{Origin, Record},
    sharded::Contents,
    stamp::Stamp,
};
use core::borrow::Borrow;
use hashbrown::{
    HashTable,
    hash_table::{self, VacantEntry},
};

pub(super) struct Table<K, V> {
    stored: HashTable<Stored<K, V>>,
    call_sites: CallSites,
    /// What the last record was given.
    last: Stamp,
}

struct Stored<K, V> {
    key: K,
    value: V,
    /// No other record of the table has or had it.
    stamp: Stamp,
    /// Of the hash, and 16 bits of the place in the source.
    bits: u64,
}

/// Tables up to this many places are not worth shrinking.
const SMALL: usize = 64;

/// 48 bits of a hash, spread so that they will do for the table and the shard, also if the hasher left the key as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spread(u64);

impl Spread {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the halves of a product")]
    pub(super) const fn of(hash: u64) -> Self {
        // Of a product, the low half depends on the low bits of the hash alone, and the high half on the high ones most:
        // keys that differ in a few bits would crowd in one of them. The numbers are those of wyhash, which folds so, too.
        let product = (hash ^ 0xe703_7ed1_a0b4_28db) as u128 * 0xa076_1d64_78bd_642f;
        Self((product as u64 ^ (product >> 64) as u64) >> 16)
    }

    /// Seven bits that the table goes by last.
    #[inline]
    pub(super) const fn lane(self) -> u8 {
        (self.0 >> 34 & 0x7f) as u8
    }

    /// What the table takes for a hash: it goes by the low bits and by the highest seven.
    #[inline]
    const fn for_table(self) -> u64 {
        self.0 | self.0 >> 41 << 57
    }
}

impl<K, V> Stored<K, V> {
    #[inline]
    const fn spread(&self) -> Spread {
        Spread(self.bits >> 16)
    }

    #[expect(clippy::cast_possible_truncation, reason = "the number is the low bits")]
    const fn call_site(&self) -> u16 {
        self.bits as u16
    }
}

pub(super) enum Entry<'a, K, V> {
    Occupied(&'a V),
    Vacant(Vacancy<'a, K, V>),
}

/// Room for a record whose key is not in the table.
pub(super) struct Vacancy<'a, K, V> {
    slot: VacantEntry<'a, Stored<K, V>>,
    call_sites: &'a mut CallSites,
    last: &'a mut Stamp,
}

impl<K, V> Contents for Table<K, V> {
    type Key = K;
    type Value = V;

    fn new() -> Self {
        Self { stored: HashTable::new(), call_sites: CallSites::new(), last: Stamp::ZERO }
    }

    fn records(&self) -> impl Iterator<Item = Record<&K, &V>> {
        self.stored.iter().map(|stored| {
            let location = self.call_sites.location(stored.call_site());
            Record { key: &stored.key, value: &stored.value, origin: Origin { stamp: stored.stamp, location } }
        })
    }
}

impl<K, V> Table<K, V> {
    pub(super) fn find<Q: Eq + ?Sized>(&self, spread: Spread, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let has_key = |stored: &Stored<K, V>| stored.spread() == spread && stored.key.borrow() == key;
        self.stored.find(spread.for_table(), has_key).map(|stored| &stored.value)
    }

    /// The value that has the key, or room for one.
    #[inline]
    pub(super) fn entry(&mut self, spread: Spread, key: &K) -> Entry<'_, K, V>
    where
        K: Eq,
    {
        let Self { stored, call_sites, last } = self;
        let has_key = |stored: &Stored<K, V>| stored.spread() == spread && stored.key == *key;
        match stored.entry(spread.for_table(), has_key, |stored| stored.spread().for_table()) {
            hash_table::Entry::Occupied(found) => Entry::Occupied(&found.into_mut().value),
            hash_table::Entry::Vacant(slot) => Entry::Vacant(Vacancy { slot, call_sites, last }),
        }
    }

    /// Removes the record that was put in with `spread` and got `stamp`.
    #[inline]
    pub(super) fn remove(&mut self, spread: Spread, stamp: Stamp) -> Option<(K, V)> {
        let found = self.stored.find_entry(spread.for_table(), |stored| stored.stamp == stamp).ok()?;
        let (Stored { key, value, .. }, _) = found.remove();
        if self.stored.capacity() > SMALL && self.stored.len() < self.stored.capacity() / 8 {
            self.shrink();
        }
        Some((key, value))
    }

    /// To twice what is in it: as many entries would have to come to make it grow, or more than half of them to leave to
    /// make it shrink again, as it takes steps to move them.
    #[cold]
    #[inline(never)]
    fn shrink(&mut self) {
        self.stored.shrink_to(2 * self.stored.len(), |stored| stored.spread().for_table());
    }
}

impl<K, V> Vacancy<'_, K, V> {
    /// Puts a record in, which was made at about `origin.stamp`, and answers which stamp identifies it.
    #[inline]
    pub(super) fn insert(self, spread: Spread, record: Record<K, V>) -> Stamp {
        let Record { key, value, origin: Origin { stamp, location } } = record;
        // Threads have stamps of their own, which may be equal.
        let stamp = stamp.after(*self.last);
        *self.last = stamp;
        let bits = spread.0 << 16 | u64::from(self.call_sites.number_of(location));
        self.slot.insert(Stored { key, value, stamp, bits });
        stamp
    }
}

// As in the slab's file.
#[cfg(all(test, feature = "std"))]
#[path = "table/tests.rs"]
mod tests;
