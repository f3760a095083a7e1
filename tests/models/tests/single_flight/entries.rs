//! A map with one entry, as the flights see it.

use loom::sync::Mutex;
use std::{marker::PhantomData, panic::Location, sync::PoisonError};

pub(crate) struct UniqueMap<K, V, S> {
    entry: Mutex<(u64, Option<V>)>,
    of: PhantomData<(K, S)>,
}

impl<K, V, S> UniqueMap<K, V, S> {
    pub(crate) fn new() -> Self {
        Self { entry: Mutex::new((0, None)), of: PhantomData }
    }

    /// The entry stays, and another call has it.
    pub(crate) fn renew_entry(&self, ticket: UniqueTicket, _: &CallSite, _: bool) -> UniqueTicket {
        let entry = self.entry.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(entry.0 == ticket.0 && entry.1.is_some(), "the entry of a free turn is in the map");
        ticket
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entry.lock().unwrap_or_else(PoisonError::into_inner).1.is_none()
    }
}

/// Removes by identity.
pub(crate) trait Owner {
    fn remove(&self, id: u64);
}

impl<K, V, S> Owner for &UniqueMap<K, V, S> {
    fn remove(&self, id: u64) {
        let mut entry = self.entry.lock().unwrap_or_else(PoisonError::into_inner);
        let removed = if entry.0 == id { entry.1.take() } else { None };
        drop(entry);
        drop(removed);
    }
}

pub(crate) struct EntryGuard<O: Owner> {
    owner: O,
    id: u64,
}

pub(crate) struct Occupied<K, R> {
    pub(crate) key: K,
    pub(crate) existing: R,
}

impl<'a, K, V, S> EntryGuard<&'a UniqueMap<K, V, S>> {
    pub(crate) fn try_enter_with<R>(
        owner: &'a UniqueMap<K, V, S>,
        key: K,
        value: V,
        _: CallSite,
        occupied: impl FnOnce(&V) -> R,
    ) -> Result<Self, Occupied<K, R>> {
        let mut entry = owner.entry.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(existing) = &entry.1 {
            let existing = occupied(existing);
            drop(entry);
            return Err(Occupied { key, existing });
        }
        let id = entry.0 + 1;
        *entry = (id, Some(value));
        Ok(Self { owner, id })
    }
}

impl<O: Owner> Drop for EntryGuard<O> {
    fn drop(&mut self) {
        self.owner.remove(self.id);
    }
}

impl<'a, K, V, S> EntryGuard<&'a UniqueMap<K, V, S>> {
    pub(crate) fn into_ticket(self) -> UniqueTicket {
        let ticket = UniqueTicket(self.id);
        std::mem::forget(self);
        ticket
    }

    pub(crate) fn from_ticket(owner: &'a UniqueMap<K, V, S>, ticket: UniqueTicket) -> Self {
        Self { owner, id: ticket.0 }
    }
}

#[derive(Debug)]
pub(crate) struct UniqueTicket(u64);

/// The calls that wait now are counted, which the models do not need.
#[derive(Debug)]
pub(crate) struct InflightMap<K>(PhantomData<K>);

impl<K> InflightMap<K> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K> Owner for &InflightMap<K> {
    fn remove(&self, _: u64) {}
}

impl<'a, K> EntryGuard<&'a InflightMap<K>> {
    pub(crate) fn enter_at(owner: &'a InflightMap<K>, _: K, (): (), _: CallSite) -> Self {
        Self { owner, id: 0 }
    }
}

pub(crate) struct CallSite;

impl CallSite {
    pub(crate) fn again(&self) -> Self {
        Self
    }

    pub(crate) fn location(&self) -> &'static Location<'static> {
        Location::caller()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats;

/// Where the flights' sources look for them.
pub(crate) mod entry {
    pub(crate) use super::{CallSite, EntryGuard};
}

pub(crate) mod maps {
    pub(crate) use super::{InflightMap, Stats, UniqueMap, UniqueTicket};
}

pub(crate) mod poison {
    use std::sync::{Mutex, MutexGuard, PoisonError};

    pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
