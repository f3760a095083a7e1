//! scc's `HashMap`, `HashSet`, `HashIndex` and `TreeIndex` as entry maps (feature `scc`).
//!
//! ```
//! use scc::HashMap;
//! use scoped_entry::scoped_entry;
//!
//! struct Service {
//!     payments: HashMap<String, u64>,
//! }
//!
//! impl Service {
//!     #[scoped_entry(map = self.payments, key = order, value = amount, occupied = |amount| return Err(amount))]
//!     fn pay(&self, order: &str, amount: u64) -> Result<(), u64> {
//!         assert_eq!(self.payments.read_sync(order, |_, amount| *amount), Some(amount));
//!         if amount == 1 {
//!             return self.pay(order, 2); // finds the entry of this call
//!         }
//!         Ok(())
//!     }
//! }
//!
//! let service = Service { payments: HashMap::new() };
//! assert_eq!(service.pay("o-17", 0), Ok(()));
//! assert_eq!(service.pay("o-17", 1), Err(1));
//! assert!(service.payments.is_empty());
//! ```
//!
//! Entries are removed by key, as [all bare maps](super) do it. `HashCache` is not an entry map: it evicts entries whose
//! calls are still running.
//!
//! # Deadlocks
//!
//! A `HashMap` and a `HashSet` lock the bucket of a key, which other keys share, and an `OccupiedEntry`, a `VacantEntry` and
//! the closures of `read_sync`, `iter_sync` or `retain_sync` run with such a lock held; writing to a `HashIndex` does so,
//! too. Whoever holds one on the same thread while an entry is made or removed may wait for ever. In the body it is released
//! before the entry ends; do not return one, hold one across an `.await`, or call a function that is annotated with the
//! same map from inside such a closure.
//!
//! A guard removes in a `Drop`, which cannot await: it uses the blocking methods. scc hands a lock to a waiting `…_async`
//! call before the task that makes it runs again, so on a thread that has such a task and an entry to remove, the removal may
//! wait for a lock that only this thread could let go. In async code, use the `…_sync` methods with a map that is an entry
//! map; they are short.
//!
//! Reading a `HashIndex` or `TreeIndex` takes no lock.
//!
//! # Destructors
//!
//! A refused call gets its key and value back from all four. What is removed from a `HashMap` or `HashSet` drops after the
//! lock is released. **What is removed from a `HashIndex` or `TreeIndex` drops later**, when no reader can see it any more:
//! while the map is used for something else, possibly under the lock of a bucket, or when it drops. There, a value must
//! not be what releases a resource, and a destructor must not use the map.

use crate::entry::{CallSite, EntryMap, Occupied, UniqueKeys, key_policy};
use ::scc::{HashIndex, HashMap, HashSet, TreeIndex};
use core::hash::{BuildHasher, Hash};

macro_rules! entry_map {
    () => {
        type Key = K;
        type KeyPolicy = key_policy::Unique;
        type Value = V;
        type Ticket = K;

        #[inline]
        fn remove_entry(&self, key: K) {
            // A map answers what it has removed, which drops outside the lock; an index answers whether.
            let _removed = self.remove_sync(&key);
        }
    };
}

macro_rules! unique_keys {
    ($look:ident) => {
        // Not by the map's own `entry_sync`: it drops the key of a refused call under the lock.
        #[inline]
        fn try_insert_entry<R>(
            &self,
            mut key: K,
            mut value: V,
            _: CallSite,
            occupied: impl FnOnce(&V) -> R,
        ) -> Result<K, Occupied<K, V, R>> {
            let ticket = key.clone();
            let mut occupied = Some(occupied);
            loop {
                (key, value) = match self.insert_sync(key, value) {
                    Ok(()) => return Ok(ticket),
                    Err(refused) => refused,
                };
                let existing = self.$look(&key, |_, existing| occupied.take().map(|occupied| occupied(existing)));
                if let Some(existing) = existing.flatten() {
                    return Err(Occupied { key, value, existing });
                }
                // The entry that was in the way has left since.
            }
        }
    };
}

/// Removes by key, under the lock of the key's bucket: no entry of the map may be held on the same thread. See
/// [`adapters::scc`](crate::adapters::scc).
#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> EntryMap for HashMap<K, V, S> {
    entry_map!();
}

#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> UniqueKeys for HashMap<K, V, S> {
    unique_keys!(read_sync);
}

/// Removes by key; the key and the value drop later. See [`adapters::scc`](crate::adapters::scc).
#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> EntryMap for HashIndex<K, V, S> {
    entry_map!();
}

#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> UniqueKeys for HashIndex<K, V, S> {
    unique_keys!(peek_with);
}

/// Removes by key; the key and the value drop later. See [`adapters::scc`](crate::adapters::scc).
#[diagnostic::do_not_recommend]
impl<K: Clone + Ord, V> EntryMap for TreeIndex<K, V> {
    entry_map!();
}

#[diagnostic::do_not_recommend]
impl<K: Clone + Ord, V> UniqueKeys for TreeIndex<K, V> {
    unique_keys!(peek_with);
}

/// Removes by key, as `HashMap` does.
#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, S: BuildHasher> EntryMap for HashSet<K, S> {
    type Key = K;
    type KeyPolicy = key_policy::Unique;
    type Value = ();
    type Ticket = K;

    #[inline]
    fn remove_entry(&self, key: K) {
        let removed = self.remove_sync(&key);
        drop(removed);
    }
}

#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, S: BuildHasher> UniqueKeys for HashSet<K, S> {
    #[inline]
    fn try_insert_entry<R>(
        &self,
        key: K,
        value: (),
        _: CallSite,
        occupied: impl FnOnce(&()) -> R,
    ) -> Result<K, Occupied<K, (), R>> {
        let ticket = key.clone();
        match self.insert_sync(key) {
            Ok(()) => Ok(ticket),
            Err(key) => Err(Occupied { key, value, existing: occupied(&()) }),
        }
    }
}
