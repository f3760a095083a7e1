//! What the tests ask of each map, and the maps under names that take a key and a value type.

use scoped_entry::{EntryGuard, EntryMap};
use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

pub(crate) use scoped_entry::{InflightMap, UniqueMap};
pub(crate) type MutexHashMap<K, V> = Mutex<HashMap<K, V>>;
pub(crate) type RwLockBTreeMap<K, V> = RwLock<BTreeMap<K, V>>;

/// A map whose entries can be counted, poisoned or not.
pub(crate) trait Entries {
    fn entries(&self) -> usize;
}

/// A map that a test makes entries in without an annotated function.
pub(crate) trait Hold: EntryMap + Entries {
    /// An entry, which is not refused.
    fn hold(&self, key: Self::Key, value: Self::Value) -> EntryGuard<&Self>;

    /// An entry, which is not refused, by a guard that owns a share of the map.
    fn hold_owned(self: &Arc<Self>, key: Self::Key, value: Self::Value) -> EntryGuard<Arc<Self>>;

    /// The values, smallest first.
    fn values(&self) -> Vec<Self::Value>
    where
        Self::Key: Clone,
        Self::Value: Clone + Ord;
}

impl<M: Entries> Entries for Arc<M> {
    fn entries(&self) -> usize {
        (**self).entries()
    }
}

impl<K, V> Entries for InflightMap<K, V> {
    fn entries(&self) -> usize {
        self.len()
    }
}

impl<K, V> Entries for UniqueMap<K, V> {
    fn entries(&self) -> usize {
        self.len()
    }
}

impl<K, V> Entries for MutexHashMap<K, V> {
    fn entries(&self) -> usize {
        self.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl<K, V> Entries for RwLockBTreeMap<K, V> {
    fn entries(&self) -> usize {
        // Exclusively: a reader would not notice that somebody else still reads.
        self.write().unwrap_or_else(PoisonError::into_inner).len()
    }
}

fn sorted<V: Ord>(values: impl Iterator<Item = V>) -> Vec<V> {
    let mut values: Vec<_> = values.collect();
    values.sort();
    values
}

macro_rules! unique_keys {
    () => {
        #[track_caller]
        fn hold(&self, key: K, value: V) -> EntryGuard<&Self> {
            EntryGuard::try_enter(self, key, value).ok().expect("the key is free")
        }

        #[track_caller]
        fn hold_owned(self: &Arc<Self>, key: K, value: V) -> EntryGuard<Arc<Self>> {
            EntryGuard::try_enter(Arc::clone(self), key, value).ok().expect("the key is free")
        }
    };
}

impl<K, V> Hold for InflightMap<K, V> {
    #[track_caller]
    fn hold(&self, key: K, value: V) -> EntryGuard<&Self> {
        self.enter(key, value)
    }

    #[track_caller]
    fn hold_owned(self: &Arc<Self>, key: K, value: V) -> EntryGuard<Arc<Self>> {
        self.enter_owned(key, value)
    }

    fn values(&self) -> Vec<V>
    where
        K: Clone,
        V: Clone + Ord,
    {
        sorted(self.snapshot().into_iter().map(|live| live.value))
    }
}

impl<K: Eq + Hash, V> Hold for UniqueMap<K, V> {
    unique_keys! {}

    fn values(&self) -> Vec<V>
    where
        K: Clone,
        V: Clone + Ord,
    {
        sorted(self.snapshot().into_iter().map(|live| live.value))
    }
}

impl<K: Clone + Eq + Hash, V> Hold for MutexHashMap<K, V> {
    unique_keys! {}

    fn values(&self) -> Vec<V>
    where
        V: Clone + Ord,
    {
        sorted(self.lock().unwrap_or_else(PoisonError::into_inner).values().cloned())
    }
}

impl<K: Clone + Ord, V> Hold for RwLockBTreeMap<K, V> {
    unique_keys! {}

    fn values(&self) -> Vec<V>
    where
        V: Clone + Ord,
    {
        sorted(self.read().unwrap_or_else(PoisonError::into_inner).values().cloned())
    }
}
