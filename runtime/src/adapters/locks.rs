//! Implements [`EntryMap`] for locks around a [`KeyedCollection`]: std's locks and those made with `lock_api`.

use super::collection::KeyedCollection;
use crate::entry::{CallSite, EntryMap, Occupied, UniqueKeys, key_policy};
#[cfg(feature = "std")]
use std::sync::{PoisonError, RwLock, RwLockWriteGuard};

/// Locks for writing and ignores poison, as [`lock`](crate::poison::lock) does for a mutex.
#[cfg(feature = "std")]
fn write<C>(rwlock: &RwLock<C>) -> RwLockWriteGuard<'_, C> {
    rwlock.write().unwrap_or_else(PoisonError::into_inner)
}

/// The key policy of a collection, by its keys. It is always `Unique`. If it were written as such, rustc would also know it for
/// a lock around something without keys, and report there that the call must handle an occupied key.
#[doc(hidden)]
pub trait PolicyOf {
    type KeyPolicy;
}

impl<K: ?Sized> PolicyOf for K {
    type KeyPolicy = key_policy::Unique;
}

macro_rules! locks {
    ($($(#[$cfg:meta])* [$($generics:tt)*] $lock:ty, by $exclusive:expr;)*) => {$(
        $(#[$cfg])*
        /// Removes by key. If anything but a guard removes from such a map, a guard may remove the entry of a
        /// successor. `Hash`, `Eq` and `Ord` of the key run under the lock and must not use the map.
        impl<$($generics)* C: KeyedCollection> EntryMap for $lock {
            type Key = C::Key;
            type KeyPolicy = <C::Key as PolicyOf>::KeyPolicy;
            type Value = C::Value;
            type Ticket = C::Key;

            #[inline]
            fn remove_entry(&self, key: C::Key) {
                // The lock is a temporary of this statement: the removed entry drops after it is released.
                let removed = $exclusive(self).remove(&key);
                drop(removed);
            }
        }

        $(#[$cfg])*
        /// If the key is already present, the collection drops the key of the rejected call under the lock. The call gets
        /// its value and a clone of the key back.
        impl<$($generics)* C: KeyedCollection> UniqueKeys for $lock {
            // Without inlining, the result would be returned through memory.
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
                // The lock is a temporary of this statement. A value that is not inserted stays in `value` and drops
                // after the lock is released.
                let inserted = $exclusive(self).insert_if_vacant(
                    key,
                    || value.take().expect("an `FnOnce` closure is called at most once"),
                    occupied,
                );
                match inserted {
                    Ok(()) => Ok(ticket),
                    Err(existing) => {
                        let value = value.expect("`KeyedCollection::insert_if_vacant` returned an error after it had called `value`");
                        Err(Occupied { key: ticket, value, existing })
                    }
                }
            }
        }
    )*};
}

locks! {
    #[cfg(feature = "std")]
    [] std::sync::Mutex<C>, by crate::poison::lock;
    #[cfg(feature = "std")]
    [] RwLock<C>, by write;
    #[cfg(feature = "lock_api")]
    [L: ::lock_api::RawMutex,] ::lock_api::Mutex<L, C>, by ::lock_api::Mutex::lock;
    #[cfg(feature = "lock_api")]
    [L: ::lock_api::RawRwLock,] ::lock_api::RwLock<L, C>, by ::lock_api::RwLock::write;
    #[cfg(feature = "lock_api05")]
    [L: ::lock_api05::RawMutex,] ::lock_api05::Mutex<L, C>, by ::lock_api05::Mutex::lock;
    #[cfg(feature = "lock_api05")]
    [L: ::lock_api05::RawRwLock,] ::lock_api05::RwLock<L, C>, by ::lock_api05::RwLock::write;
}
