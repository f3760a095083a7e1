//! A map or set that a lock makes an entry map of.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, btree_map, hash_map},
    hash::{BuildHasher, Hash},
};

/// A map or set with one entry per key, to stand inside a lock.
///
/// Implemented for std's `HashMap`, `BTreeMap`, `HashSet` and `BTreeSet`; a lock around one is an
/// [`EntryMap`](crate::EntryMap). Implement it for a collection of your own and the locks come with it.
///
/// Such a map keeps no identity of its entries: they are removed by key, and nobody but the guards may remove them.
///
/// # Examples
///
/// ```
/// use scoped_entry::{EntryGuard, KeyedCollection};
/// use std::sync::Mutex;
///
/// /// A handful of connections: a list is faster than a table.
/// #[derive(Default)]
/// struct Few(Vec<(u16, &'static str)>);
///
/// impl KeyedCollection for Few {
///     type Key = u16;
///     type Value = &'static str;
///
///     fn insert_if_vacant<R>(
///         &mut self,
///         key: u16,
///         value: impl FnOnce() -> &'static str,
///         occupied: impl FnOnce(&&'static str) -> R,
///     ) -> Result<(), R> {
///         if let Some((_, existing)) = self.0.iter().find(|(k, _)| *k == key) {
///             return Err(occupied(existing));
///         }
///         self.0.push((key, value()));
///         Ok(())
///     }
///
///     fn remove(&mut self, key: &u16) -> Option<(u16, &'static str)> {
///         let at = self.0.iter().position(|(k, _)| k == key)?;
///         Some(self.0.swap_remove(at))
///     }
/// }
///
/// let open = Mutex::new(Few::default());
/// let guard = EntryGuard::try_enter(&open, 80, "http").unwrap();
/// assert_eq!(open.lock().unwrap().0.len(), 1);
/// drop(guard);
/// assert!(open.lock().unwrap().0.is_empty());
/// ```
pub trait KeyedCollection {
    /// What an entry is found by. Cloned once for every entry: the guard keeps the clone.
    type Key: Clone;
    /// What an entry holds; `()` for a set.
    type Value;

    /// Inserts an entry unless its key is taken.
    ///
    /// `value` is not called before the place of the entry is found: a value that is not inserted, because the key is
    /// taken or because `Hash`, `Eq` or `Ord` of a key panics, drops when the lock is released.
    ///
    /// An implementation calls `value` exactly if it inserts; a lock around one that calls it and answers that the key is
    /// taken panics.
    ///
    /// # Errors
    ///
    /// What `occupied` made of the value that is there, if the key is taken.
    fn insert_if_vacant<R>(
        &mut self,
        key: Self::Key,
        value: impl FnOnce() -> Self::Value,
        occupied: impl FnOnce(&Self::Value) -> R,
    ) -> Result<(), R>;

    /// Takes out the entry of `key`, for the caller to drop when the lock is released.
    fn remove(&mut self, key: &Self::Key) -> Option<(Self::Key, Self::Value)>;
}

impl<K: Clone + Eq + Hash, V, S: BuildHasher> KeyedCollection for HashMap<K, V, S> {
    type Key = K;
    type Value = V;

    #[inline]
    fn insert_if_vacant<R>(
        &mut self,
        key: K,
        value: impl FnOnce() -> V,
        occupied: impl FnOnce(&V) -> R,
    ) -> Result<(), R> {
        match self.entry(key) {
            hash_map::Entry::Vacant(vacant) => {
                vacant.insert(value());
                Ok(())
            }
            hash_map::Entry::Occupied(existing) => Err(occupied(existing.get())),
        }
    }

    #[inline]
    fn remove(&mut self, key: &K) -> Option<(K, V)> {
        self.remove_entry(key)
    }
}

impl<K: Clone + Ord, V> KeyedCollection for BTreeMap<K, V> {
    type Key = K;
    type Value = V;

    #[inline]
    fn insert_if_vacant<R>(
        &mut self,
        key: K,
        value: impl FnOnce() -> V,
        occupied: impl FnOnce(&V) -> R,
    ) -> Result<(), R> {
        match self.entry(key) {
            btree_map::Entry::Vacant(vacant) => {
                vacant.insert(value());
                Ok(())
            }
            btree_map::Entry::Occupied(existing) => Err(occupied(existing.get())),
        }
    }

    #[inline]
    fn remove(&mut self, key: &K) -> Option<(K, V)> {
        self.remove_entry(key)
    }
}

macro_rules! sets {
    ($([$($generics:tt)*] $set:ty),* $(,)?) => {$(
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
                self.take(key).map(|key| (key, ()))
            }
        }
    )*};
}

sets! {
    [K: Clone + Eq + Hash, S: BuildHasher] HashSet<K, S>,
    [K: Clone + Ord] BTreeSet<K>,
}
