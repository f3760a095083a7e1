//! Maps of a user's own: two that keep an identity, and a collection to stand in a lock.

use crate::entry::{Key, Val};
use scoped_entry::{CallSite, EntryMap, KeyedCollection, Occupied, SharedKeys, UniqueKeys, key_policy};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The last ticket, and the entries by theirs.
type Table = (u64, Vec<(u64, Key, Val)>);

#[derive(Debug, Default)]
pub struct Entries(Mutex<Table>);

impl Entries {
    fn lock(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn insert(locked: &mut MutexGuard<'_, Table>, key: Key, value: Val) -> u64 {
        locked.0 += 1;
        let ticket = locked.0;
        locked.1.push((ticket, key, value));
        ticket
    }

    fn remove(&self, ticket: u64) {
        let mut locked = self.lock();
        let at = locked.1.iter().position(|(other, ..)| *other == ticket);
        let removed = at.map(|at| locked.1.swap_remove(at));
        drop(locked);
        assert!(removed.is_some(), "an entry is removed once");
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().1.len()
    }
}

macro_rules! own {
    ($($name:ident $keys:ident;)*) => {$(
        #[derive(Debug, Default)]
        pub struct $name(pub(crate) Entries);

        impl EntryMap for $name {
            type Key = Key;
            type KeyPolicy = key_policy::$keys;
            type Value = Val;
            type Ticket = u64;

            fn remove_entry(&self, ticket: u64) {
                self.0.remove(ticket);
            }
        }
    )*};
}

own! {
    Own Unique;
    OwnShared Shared;
}

impl SharedKeys for OwnShared {
    fn insert_entry(&self, key: Key, value: Val, _: CallSite) -> u64 {
        Entries::insert(&mut self.0.lock(), key, value)
    }
}

impl UniqueKeys for Own {
    fn try_insert_entry<R>(
        &self,
        key: Key,
        value: Val,
        _: CallSite,
        occupied: impl FnOnce(&Val) -> R,
    ) -> Result<u64, Occupied<Key, Val, R>> {
        let mut locked = self.0.lock();
        let taken = locked.1.iter().find(|(_, other, _)| *other == key).map(|(.., existing)| occupied(existing));
        match taken {
            Some(existing) => {
                drop(locked);
                Err(Occupied { key, value, existing })
            }
            None => Ok(Entries::insert(&mut locked, key, value)),
        }
    }
}

#[derive(Debug, Default)]
pub struct Few(Vec<(Key, Val)>);

impl Few {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl KeyedCollection for Few {
    type Key = Key;
    type Value = Val;

    fn insert_if_vacant<R>(
        &mut self,
        key: Key,
        value: impl FnOnce() -> Val,
        occupied: impl FnOnce(&Val) -> R,
    ) -> Result<(), R> {
        if let Some((_, existing)) = self.0.iter().find(|(other, _)| *other == key) {
            return Err(occupied(existing));
        }
        self.0.push((key, value()));
        Ok(())
    }

    fn remove(&mut self, key: &Key) -> Option<(Key, Val)> {
        let at = self.0.iter().position(|(other, _)| other == key)?;
        Some(self.0.swap_remove(at))
    }
}
