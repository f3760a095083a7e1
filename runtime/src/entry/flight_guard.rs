//! What single flight does with a guard besides dropping it: an entry passes from one call to another.

use super::{
    call_site::CallSite,
    enter::{Enter, TryEnter},
    guard::EntryGuard,
    inserted::{InsertedEntry, Key, KeyPolicy, Ticket, Value},
    map_ref::MapRef,
    occupied::Occupied,
};
use scopeguard::ScopeGuard;

impl<O: MapRef> EntryGuard<O> {
    /// Inserts an entry with a location of its own.
    pub(crate) fn enter_at(map: O, key: Key<O>, value: Value<O>, at: CallSite) -> Self
    where
        KeyPolicy<O>: Enter<O::Map>,
    {
        InsertedEntry { ticket: KeyPolicy::<O>::enter(map.map(), key, value, at), map_ref: map }.named()
    }

    /// Returns the ticket of the entry, which stays in the map: the caller has to make a guard of it again.
    pub(crate) fn into_ticket(self) -> Ticket<O> {
        ScopeGuard::into_inner(self.scope).ticket
    }

    /// Returns the guard of the entry that has this ticket.
    pub(crate) fn from_ticket(map: O, ticket: Ticket<O>) -> Self {
        InsertedEntry { map_ref: map, ticket }.named()
    }

    /// Like [`try_enter`](Self::try_enter), but with an explicit location, and with a closure that reads the existing
    /// value under the map's lock, if it has one.
    pub(crate) fn try_enter_with<R>(
        map: O,
        key: Key<O>,
        value: Value<O>,
        at: CallSite,
        occupied: impl FnOnce(&Value<O>) -> R,
    ) -> Result<Self, Occupied<Key<O>, Value<O>, R>>
    where
        KeyPolicy<O>: TryEnter<O::Map>,
    {
        InsertedEntry::try_enter(map, key, value, at, occupied).map(InsertedEntry::named)
    }
}
