//! The contents of a shard of a `UniqueMap`: a hash table of records.
//!
//! A record stores its hash, so that a table that grows or shrinks never calls a user's `Hash` under the lock, where a
//! panic would lose records. Records are small, since a table may have twice the capacity it needs: the hash and the
//! number of the call site share a word.

use super::{
    call_sites::CallSites,
    core::Contents,
    record::{Origin, Record},
    sync::BUCKETS,
    timestamp::Timestamp,
};
use core::borrow::Borrow;
#[cfg(feature = "pending")]
use core::mem;
use hashbrown::{
    HashTable,
    hash_table::{self, VacantEntry},
};

pub(crate) struct Table<K, V> {
    stored: HashTable<Stored<K, V>>,
    call_sites: CallSites,
    /// The timestamp of the last record.
    last: Timestamp,
    /// How often the table may have moved its records to other buckets. Wraps around, which no query lasts for.
    layout: u32,
    /// The number of the last record's location.
    recent_site: u16,
}

struct Stored<K, V> {
    key: K,
    value: V,
    /// Unique among all records that the table has or has had.
    timestamp: Timestamp,
    /// 48 bits of the hash, a bit for whether the record is hidden, and 15 bits for the call site.
    bits: u64,
}

/// Tables with a capacity up to this are not shrunk. The largest of them has 64 buckets and a capacity of 56 records,
/// which is what a shard keeps at most after a burst.
const SMALL: usize = 64;

/// Set in the bits of a hidden record.
#[cfg(feature = "single-flight")]
const HIDDEN: u64 = 1 << 15;

/// 48 bits of a hash, mixed so that they are suitable for the table and for the choice of a shard even if the hasher
/// returns the key unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MixedHash(u64);

impl MixedHash {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the halves of a product")]
    pub(crate) const fn of(hash: u64) -> Self {
        // The low half of the product depends only on the low bits of the hash, and the high half mostly on the high
        // bits: keys that differ in a few bits could agree in one half. So the halves are combined. The constants and
        // the folding are those of wyhash.
        let product = (hash ^ 0xe703_7ed1_a0b4_28db) as u128 * 0xa076_1d64_78bd_642f;
        Self((product as u64 ^ (product >> 64) as u64) >> 16)
    }

    /// Returns the seven bits that choose the shard: those that the table uses last.
    #[inline]
    pub(crate) const fn shard_number(self) -> u8 {
        (self.0 >> 34 & 0x7f) as u8
    }

    /// Returns the hash for the table, which uses the low bits and the highest seven.
    #[inline]
    const fn for_table(self) -> u64 {
        self.0 | self.0 >> 41 << 57
    }
}

impl<K, V> Stored<K, V> {
    #[inline]
    const fn hash(&self) -> MixedHash {
        MixedHash(self.bits >> 16)
    }

    #[expect(clippy::cast_possible_truncation, reason = "the low bits are the number")]
    const fn call_site(&self) -> u16 {
        self.bits as u16 & CallSites::LAST
    }

    /// Returns whether the record has this hash, and look-ups find it.
    #[inline]
    const fn is_found_by(&self, hash: MixedHash) -> bool {
        self.bits >> 15 == hash.0 << 1
    }
}

pub(crate) enum TableSlot<'a, K, V> {
    Occupied(&'a V),
    Vacant(Vacancy<'a, K, V>),
}

/// A free slot for a record whose key is not in the table.
pub(crate) struct Vacancy<'a, K, V> {
    slot: VacantEntry<'a, Stored<K, V>>,
    call_sites: &'a mut CallSites,
    recent_site: &'a mut u16,
    last: &'a mut Timestamp,
}

impl<K, V> Contents for Table<K, V> {
    type Key = K;
    type Value = V;

    fn new() -> Self {
        Self {
            stored: HashTable::new(),
            call_sites: CallSites::new(),
            last: Timestamp::ZERO,
            layout: 0,
            recent_site: 0,
        }
    }

    fn parts(&self) -> usize {
        self.stored.num_buckets().div_ceil(BUCKETS)
    }

    fn part(&self, number: usize) -> impl Iterator<Item = Record<&K, &V>> {
        let buckets = (number * BUCKETS..(number + 1) * BUCKETS)
            .map_while(|bucket| (bucket < self.stored.num_buckets()).then(|| self.stored.get_bucket(bucket)));
        buckets.flatten().map(|stored| {
            let location = self.call_sites.location(stored.call_site());
            Record { key: &stored.key, value: &stored.value, origin: Origin { timestamp: stored.timestamp, location } }
        })
    }

    fn layout(&self) -> u64 {
        u64::from(self.layout)
    }
}

impl<K, V> Table<K, V> {
    pub(crate) fn find<Q: Eq + ?Sized>(&self, hash: MixedHash, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let has_key = |stored: &Stored<K, V>| stored.is_found_by(hash) && stored.key.borrow() == key;
        self.stored.find(hash.for_table(), has_key).map(|stored| &stored.value)
    }

    /// Returns the value with this key, or a free slot.
    #[inline]
    pub(crate) fn entry(&mut self, hash: MixedHash, key: &K) -> TableSlot<'_, K, V>
    where
        K: Eq,
    {
        let Self { stored, call_sites, last, layout, recent_site } = self;
        // Without spare capacity, the search for a free bucket makes the table grow, or rehashes it in place.
        *layout = layout.wrapping_add(u32::from(stored.len() == stored.capacity()));
        let has_key = |stored: &Stored<K, V>| stored.is_found_by(hash) && stored.key == *key;
        match stored.entry(hash.for_table(), has_key, |stored| stored.hash().for_table()) {
            hash_table::Entry::Occupied(found) => TableSlot::Occupied(&found.into_mut().value),
            hash_table::Entry::Vacant(slot) => TableSlot::Vacant(Vacancy { slot, call_sites, recent_site, last }),
        }
    }

    /// Removes the record that was inserted with `hash` and got `timestamp`.
    #[inline]
    pub(crate) fn remove(&mut self, hash: MixedHash, timestamp: Timestamp) -> Option<(K, V)> {
        self.remove_if(hash, |stored| stored.timestamp == timestamp)
    }

    /// Removes the record with this key.
    #[cfg(feature = "pending")]
    #[inline]
    pub(crate) fn remove_key<Q: Eq + ?Sized>(&mut self, hash: MixedHash, key: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
    {
        self.remove_if(hash, |stored| stored.is_found_by(hash) && stored.key.borrow() == key)
    }

    #[inline]
    fn remove_if(&mut self, hash: MixedHash, is_it: impl FnMut(&Stored<K, V>) -> bool) -> Option<(K, V)> {
        let found = self.stored.find_entry(hash.for_table(), is_it).ok()?;
        let (Stored { key, value, .. }, _) = found.remove();
        if self.stored.capacity() > SMALL && self.stored.len() < self.stored.capacity() / 8 {
            self.shrink();
        }
        Some((key, value))
    }

    /// Hides the record with this key: it remains, but its key is vacant.
    #[cfg(feature = "single-flight")]
    pub(crate) fn hide<Q: Eq + ?Sized>(&mut self, hash: MixedHash, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let has_key = |stored: &Stored<K, V>| stored.is_found_by(hash) && stored.key.borrow() == key;
        let stored = self.stored.find_mut(hash.for_table(), has_key)?;
        stored.bits |= HIDDEN;
        Some(&stored.value)
    }

    /// Gives a record another timestamp and location. Returns the timestamp.
    #[cfg(feature = "single-flight")]
    pub(crate) fn renew(&mut self, hash: MixedHash, timestamp: Timestamp, origin: Origin) -> Option<Timestamp> {
        let Self { stored, call_sites, last, recent_site, .. } = self;
        let stored = stored.find_mut(hash.for_table(), |stored| stored.timestamp == timestamp)?;
        stored.timestamp = origin.timestamp.after(*last);
        *last = stored.timestamp;
        let site = u64::from(call_sites.number_of(recent_site, origin.location));
        stored.bits = stored.bits & !u64::from(CallSites::LAST) | site;
        Some(stored.timestamp)
    }

    /// Removes all records, in O(1): the caller iterates over them, and frees their memory, without a lock.
    #[cfg(feature = "pending")]
    pub(crate) fn remove_all(&mut self) -> impl ExactSizeIterator<Item = (K, V)> + use<K, V> {
        self.layout = self.layout.wrapping_add(1);
        mem::take(&mut self.stored).into_iter().map(|Stored { key, value, .. }| (key, value))
    }

    /// Shrinks to twice the number of records. This takes one step per record, which is amortised: before the table
    /// grows again, as many records must be inserted; before it shrinks again, more than half of them must be removed.
    #[cold]
    #[inline(never)]
    fn shrink(&mut self) {
        self.layout = self.layout.wrapping_add(1);
        self.stored.shrink_to(2 * self.stored.len(), |stored| stored.hash().for_table());
    }
}

impl<K, V> Vacancy<'_, K, V> {
    /// Inserts a record and returns the timestamp that identifies it: `origin.timestamp`, or a later one if the table
    /// has had that.
    #[inline]
    pub(crate) fn insert(self, hash: MixedHash, record: Record<K, V>) -> Timestamp {
        let Record { key, value, origin: Origin { timestamp, location } } = record;
        // Different threads may have equal timestamps.
        let timestamp = timestamp.after(*self.last);
        *self.last = timestamp;
        let bits = hash.0 << 16 | u64::from(self.call_sites.number_of(self.recent_site, location));
        self.slot.insert(Stored { key, value, timestamp, bits });
        timestamp
    }
}

// The models include this file, and have no features.
#[cfg(all(test, feature = "std"))]
#[path = "tests/table.rs"]
mod tests;
