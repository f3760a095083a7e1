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
//! Entries are removed by key; the [rules for all adapters](super#rules-for-all-adapters) apply.
//!
//! # Deadlocks
//!
//! None: papaya has no locks that a caller can hold. You may hold a pinned map and references into it while entries are
//! inserted and removed, even across an `.await` (`pin_owned`). `occupied = |existing| …` may use the map.
//!
//! # Destructors
//!
//! **A removed key and value do not drop when their entry ends.** Other threads may still be reading them, so papaya
//! retires them in batches per thread, of 32 or more by default (`HashMap::builder().collector(…)` sets the size). A batch
//! drops after the last pin that could see it has ended, on the thread that finds this out. Some batches wait until the map
//! drops, and a pin that is held for long keeps everything that was removed since.
//!
//! So do not use a value whose destructor releases a resource: a permit, a lock guard, the last sender of a channel.
//! [`UniqueMap`](crate::UniqueMap) drops the key and the value when the entry ends.
//!
//! A rejected call gets its value and a clone of its key back; the key itself drops under no lock. The adapter of `HashSet`
//! checks for the key and then inserts it. If another call inserts an equal key between these two steps, the rejected call's
//! key replaces that equal key in the set.

use crate::entry::{CallSite, EntryMap, Occupied, UniqueKeys, key_policy};
use ::papaya::{HashMap, HashSet, OccupiedError};
use core::hash::{BuildHasher, Hash};

/// Removes by key, without a lock. The key and the value drop later; see
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
        // `insert` alone would replace a key that is present. After this check, it replaces one only if another call
        // inserted an equal key in between, and it still returns `false` then.
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
