//! Implements [`KeyedCollection`] for the maps and sets of std, hashbrown and indexmap.
//!
//! They differ only in the name of the method that removes an entry. The header of each impl is written out instead of
//! generated, because compile errors quote it.

use super::collection::KeyedCollection;
use alloc::collections::{BTreeMap, BTreeSet, btree_map};
#[cfg(any(feature = "std", feature = "hashbrown", feature = "indexmap"))]
use core::hash::{BuildHasher, Hash};
#[cfg(feature = "std")]
use std::collections::{HashMap, HashSet, hash_map};

macro_rules! map {
    ($entry:path, $remove_entry:ident) => {
        type Key = K;
        type Value = V;

        #[inline]
        fn insert_if_vacant<R>(
            &mut self,
            key: K,
            value: impl FnOnce() -> V,
            occupied: impl FnOnce(&V) -> R,
        ) -> Result<(), R> {
            use $entry as Entry;
            match self.entry(key) {
                Entry::Vacant(vacant) => {
                    vacant.insert(value());
                    Ok(())
                }
                Entry::Occupied(existing) => Err(occupied(existing.get())),
            }
        }

        #[inline]
        fn remove(&mut self, key: &K) -> Option<(K, V)> {
            self.$remove_entry(key)
        }
    };
}

macro_rules! set {
    ($take:ident) => {
        type Key = K;
        type Value = ();

        #[inline]
        fn insert_if_vacant<R>(&mut self, key: K, _: impl FnOnce(), occupied: impl FnOnce(&()) -> R) -> Result<(), R> {
            if self.insert(key) { Ok(()) } else { Err(occupied(&())) }
        }

        #[inline]
        fn remove(&mut self, key: &K) -> Option<(K, ())> {
            self.$take(key).map(|key| (key, ()))
        }
    };
}

#[cfg(feature = "std")]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> KeyedCollection for HashMap<K, V, S> {
    map!(hash_map::Entry, remove_entry);
}

#[cfg(feature = "std")]
impl<K: Clone + Eq + Hash, S: BuildHasher> KeyedCollection for HashSet<K, S> {
    set!(take);
}

impl<K: Clone + Ord, V> KeyedCollection for BTreeMap<K, V> {
    map!(btree_map::Entry, remove_entry);
}

impl<K: Clone + Ord> KeyedCollection for BTreeSet<K> {
    set!(take);
}

#[cfg(feature = "hashbrown")]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> KeyedCollection for hashbrown::HashMap<K, V, S> {
    map!(hashbrown::hash_map::Entry, remove_entry);
}

#[cfg(feature = "hashbrown")]
impl<K: Clone + Eq + Hash, S: BuildHasher> KeyedCollection for hashbrown::HashSet<K, S> {
    set!(take);
}

/// Removes by `swap_remove`, in constant time: the last entry moves into the gap, so the insertion order lasts only until
/// the first entry exits. Keeping the order would move all later entries, under the lock, at every return.
#[cfg(feature = "indexmap")]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> KeyedCollection for indexmap::IndexMap<K, V, S> {
    map!(indexmap::map::Entry, swap_remove_entry);
}

/// Removes by `swap_remove`, as for `IndexMap`.
#[cfg(feature = "indexmap")]
impl<K: Clone + Eq + Hash, S: BuildHasher> KeyedCollection for indexmap::IndexSet<K, S> {
    set!(swap_take);
}
