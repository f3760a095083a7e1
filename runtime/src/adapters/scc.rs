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
//!             return self.pay(order, 2); // is rejected: this call holds the key
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
//! Entries are removed by key; the [rules for all adapters](super#rules-for-all-adapters) apply. `HashCache` is not an entry
//! map: it evicts entries whose calls are still running.
//!
//! # Deadlocks
//!
//! A `HashMap` and a `HashSet` lock the bucket of a key, which other keys share. An `OccupiedEntry`, a `VacantEntry` and the
//! closures of `read_sync`, `iter_sync` and `retain_sync` hold such a lock; so does writing to a `HashIndex`. A thread that
//! holds one while it inserts or removes an entry may deadlock. In the body this is fine: the lock is released before the
//! entry is removed. Do not return one, do not hold one across an `.await`, and do not call a function annotated with the
//! same map from such a closure.
//!
//! **In async code, use the `…_sync` methods** of a map that is an entry map; they lock only for a short time. A guard
//! removes its entry in a `Drop`, which cannot await, so it uses the blocking methods. scc hands a lock to a waiting
//! `…_async` call before its task runs again. If that task and a removal are on the same thread, the removal may wait for a
//! lock that only this thread could release.
//!
//! Reading a `HashIndex` or `TreeIndex` takes no lock.
//!
//! # Destructors
//!
//! All four give the key and the value of a rejected call back. The key and value removed from a `HashMap` or `HashSet` drop
//! after the lock is released.
//!
//! **A key and value removed from a `HashIndex` or `TreeIndex` drop later**, when no reader can see them any more: during
//! another operation on the map, possibly under the lock of a bucket, or when the map drops. With an index, do not use a
//! value whose destructor releases a resource or uses the map.

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
            // A map returns the removed pair, which drops outside the lock; an index returns a `bool`.
            let _removed = self.remove_sync(&key);
        }
    };
}

macro_rules! unique_keys {
    ($look:ident) => {
        // The map's own `entry_sync` would drop the key of a rejected call under the lock.
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
                // The conflicting entry has exited since: try again.
            }
        }
    };
}

/// Removes by key, under the lock of the key's bucket. A thread that holds an entry of the map deadlocks; see
/// [`adapters::scc`](crate::adapters::scc).
#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> EntryMap for HashMap<K, V, S> {
    entry_map!();
}

#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> UniqueKeys for HashMap<K, V, S> {
    unique_keys!(read_sync);
}

/// Removes by key. The key and the value drop later; see [`adapters::scc`](crate::adapters::scc).
#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> EntryMap for HashIndex<K, V, S> {
    entry_map!();
}

#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> UniqueKeys for HashIndex<K, V, S> {
    unique_keys!(peek_with);
}

/// Removes by key. The key and the value drop later; see [`adapters::scc`](crate::adapters::scc).
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
