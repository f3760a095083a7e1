//! The maps and sets that a lock makes entry maps of: std's, hashbrown's and indexmap's.
//!
//! Their interfaces are alike but for the names of what takes an entry out.

use super::KeyedCollection;
use alloc::collections::{BTreeMap, BTreeSet, btree_map};
#[cfg(any(feature = "std", feature = "hashbrown", feature = "indexmap"))]
use core::hash::{BuildHasher, Hash};

macro_rules! maps {
    ($($(#[$attribute:meta])* [$($generics:tt)*] $map:ty, $entry:path, $remove_entry:ident;)*) => {$(
        $(#[$attribute])*
        impl<$($generics)*> KeyedCollection for $map {
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
        }
    )*};
}

maps! {
    [K: Clone + Ord, V] BTreeMap<K, V>, btree_map::Entry, remove_entry;
    #[cfg(feature = "std")]
    [K: Clone + Eq + Hash, V, S: BuildHasher]
    std::collections::HashMap<K, V, S>, std::collections::hash_map::Entry, remove_entry;
    #[cfg(feature = "hashbrown")]
    [K: Clone + Eq + Hash, V, S: BuildHasher]
    ::hashbrown::HashMap<K, V, S>, ::hashbrown::hash_map::Entry, remove_entry;
    /// Removes by `swap_remove`, in constant time: the last entry takes the place of the removed one, so the order is
    /// that of insertion only until the first entry leaves. Keeping the order would move all that came later, under the
    /// lock, at every return.
    #[cfg(feature = "indexmap")]
    [K: Clone + Eq + Hash, V, S: BuildHasher]
    ::indexmap::IndexMap<K, V, S>, ::indexmap::map::Entry, swap_remove_entry;
}

macro_rules! sets {
    ($($(#[$attribute:meta])* [$($generics:tt)*] $set:ty, $take:ident;)*) => {$(
        $(#[$attribute])*
        impl<$($generics)*> KeyedCollection for $set {
            type Key = K;
            type Value = ();

            #[inline]
            fn insert_if_vacant<R>(
                &mut self,
                key: K,
                _: impl FnOnce(),
                occupied: impl FnOnce(&()) -> R,
            ) -> Result<(), R> {
                if self.insert(key) { Ok(()) } else { Err(occupied(&())) }
            }

            #[inline]
            fn remove(&mut self, key: &K) -> Option<(K, ())> {
                self.$take(key).map(|key| (key, ()))
            }
        }
    )*};
}

sets! {
    [K: Clone + Ord] BTreeSet<K>, take;
    #[cfg(feature = "std")]
    [K: Clone + Eq + Hash, S: BuildHasher] std::collections::HashSet<K, S>, take;
    #[cfg(feature = "hashbrown")]
    [K: Clone + Eq + Hash, S: BuildHasher] ::hashbrown::HashSet<K, S>, take;
    /// Removes by `swap_take`, as `IndexMap` does by `swap_remove`.
    #[cfg(feature = "indexmap")]
    [K: Clone + Eq + Hash, S: BuildHasher] ::indexmap::IndexSet<K, S>, swap_take;
}
