//! papaya's `HashMap` and `HashSet` as entry maps (feature `papaya`).
//!
//! ```
//! use papaya::HashMap;
//! use scoped_entry::scoped_entry;
//!
//! struct Service {
//!     payments: HashMap<String, u64>,
//! }
//!
//! impl Service {
//!     #[scoped_entry(map = self.payments, key = order, value = amount, occupied = |amount| return Err(amount))]
//!     fn pay(&self, order: &str, amount: u64) -> Result<(), u64> {
//!         assert_eq!(self.payments.pin().get(order), Some(&amount));
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
//! Entries are removed by key, as [all bare maps](super) do it.
//!
//! # Deadlocks
//!
//! None: papaya has no locks that a user could hold. A pinned map and the references it gives may be held, also across an
//! `.await` (`pin_owned`), while entries are made and removed, and `occupied = |existing| …` may use the map.
//!
//! # Destructors
//!
//! **A removed key and value do not drop when their entry ends.** Others may still be reading them, so papaya collects
//! what was removed, per thread and by default in batches of 32 or more, and drops a batch when no pin that could see
//! it is left, on whichever thread notices. Some may wait until the map drops, and a pin that is held for long keeps
//! everything removed since. So a value must not be what releases a resource: no permit, no lock guard, no channel's last
//! sender. [`UniqueMap`](crate::UniqueMap) drops both as the entry ends. `HashMap::builder().collector(…)` sets the batch.
//!
//! A refused call gets its value and a clone of its key back; the key itself drops under no lock. A `HashSet` asks first
//! and then inserts; if another call has come between the two, papaya puts the new, equal key in the place of the other's.

use crate::entry::{CallSite, EntryMap, Occupied, UniqueKeys, key_policy};
use ::papaya::{HashMap, HashSet, OccupiedError};
use core::hash::{BuildHasher, Hash};

/// Removes by key, without a lock; the key and the value drop later. See
/// [`adapters::papaya`](crate::adapters::papaya).
#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> EntryMap for HashMap<K, V, S> {
    type Key = K;
    type KeyPolicy = key_policy::Unique;
    type Value = V;
    type Ticket = K;

    #[inline]
    fn remove_entry(&self, key: K) {
        self.pin().remove(&key);
    }
}

#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher> UniqueKeys for HashMap<K, V, S> {
    #[inline]
    fn try_insert_entry<R>(
        &self,
        key: K,
        value: V,
        _: CallSite,
        occupied: impl FnOnce(&V) -> R,
    ) -> Result<K, Occupied<K, V, R>> {
        let ticket = key.clone();
        match self.pin().try_insert(key, value) {
            Ok(_) => Ok(ticket),
            Err(OccupiedError { current, not_inserted }) => {
                Err(Occupied { key: ticket, value: not_inserted, existing: occupied(current) })
            }
        }
    }
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
        self.pin().remove(&key);
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
        let set = self.pin();
        // `insert` would replace the key that is there. It does so only where another call has come in between, and
        // then still answers that it was taken.
        if !set.contains(&key) {
            let ticket = key.clone();
            if set.insert(key) {
                return Ok(ticket);
            }
            return Err(Occupied { key: ticket, value, existing: occupied(&()) });
        }
        Err(Occupied { key, value, existing: occupied(&()) })
    }
}
