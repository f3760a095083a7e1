//! std's locks around a [`KeyedCollection`].

use super::KeyedCollection;
use crate::{CallSite, EntryMap, Occupied, UniqueKeys, keys, lock::lock};
use std::sync::{Mutex, PoisonError, RwLock, RwLockWriteGuard};

/// As [`lock`] does for a mutex.
fn write<C>(rwlock: &RwLock<C>) -> RwLockWriteGuard<'_, C> {
    rwlock.write().unwrap_or_else(PoisonError::into_inner)
}

macro_rules! locks {
    ($($lock:ident by $exclusive:ident),* $(,)?) => {$(
        /// Removes by key: nobody but the guards may remove from such a map, or a guard removes the entry of a
        /// successor. `Hash`, `Eq` and `Ord` of the key run under the lock and must not use the map.
        #[diagnostic::do_not_recommend]
        impl<C: KeyedCollection> EntryMap for $lock<C> {
            type Key = C::Key;
            type Keys = keys::Unique;
            type Value = C::Value;
            type Ticket = C::Key;

            #[inline]
            fn remove_entry(&self, key: C::Key) {
                // The lock is a temporary of this statement; what was removed drops after it.
                let removed = $exclusive(self).remove(&key);
                drop(removed);
            }
        }

        /// Where the key is taken, std drops the key of the refused call while the lock is held; its value, and a
        /// clone of the key, are given back.
        #[diagnostic::do_not_recommend]
        impl<C: KeyedCollection> UniqueKeys for $lock<C> {
            // Outlined, it would hand over in memory what it answers.
            #[inline(always)]
            fn try_insert_entry<R>(
                &self,
                key: C::Key,
                value: C::Value,
                _: CallSite,
                occupied: impl FnOnce(&C::Value) -> R,
            ) -> Result<C::Key, Occupied<C::Key, C::Value, R>> {
                let ticket = key.clone();
                let mut value = Some(value);
                // The lock is a temporary of this statement, and the value stands outside of it until it is inserted.
                let inserted = $exclusive(self).insert_if_vacant(
                    key,
                    || value.take().expect("a closure that is `FnOnce` is called once"),
                    occupied,
                );
                match inserted {
                    Ok(()) => Ok(ticket),
                    Err(existing) => {
                        let value = value.expect("a collection takes the values only that it inserts");
                        Err(Occupied { key: ticket, value, existing })
                    }
                }
            }
        }
    )*};
}

locks! {
    Mutex by lock,
    RwLock by write,
}
