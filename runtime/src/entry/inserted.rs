//! An entry that has been inserted and has no guard yet.

use super::{
    as_map::AsMap,
    call_site::CallSite,
    enter::{Enter, TryEnter},
    into_key::IntoKey,
    map::EntryMap,
    map_ref::MapRef,
    occupied::Occupied,
};

pub(crate) type Key<O> = <<O as MapRef>::Map as EntryMap>::Key;
pub(crate) type Value<O> = <<O as MapRef>::Map as EntryMap>::Value;
pub(crate) type KeyPolicy<O> = <<O as MapRef>::Map as EntryMap>::KeyPolicy;
pub(crate) type Ticket<O> = <<O as MapRef>::Map as EntryMap>::Ticket;
/// An entry of the map that `O` refers to.
pub(crate) type Inserted<O> = InsertedEntry<O, Ticket<O>>;

/// An entry that is in its map: a reference to the map, and the entry's ticket.
///
/// It has no `Drop`. Callers turn it into one of the two guards immediately.
#[expect(missing_debug_implementations, reason = "no value of this type reaches users")]
#[must_use = "an entry without a guard is never removed"]
// No bounds: if the type of a map is wrong, rustc would report a bound here as a second error.
pub struct InsertedEntry<O, T> {
    pub(super) map_ref: O,
    pub(super) ticket: T,
}

impl<O, T> InsertedEntry<O, T> {
    #[inline]
    pub(crate) fn enter<M>(map_ref: O, key: impl IntoKey<M::Key>, value: M::Value, at: CallSite) -> Self
    where
        O: AsMap<M>,
        M: EntryMap<KeyPolicy: Enter<M>, Ticket = T> + ?Sized,
    {
        let ticket = M::KeyPolicy::enter(map_ref.as_map(), key.into_key(), value, at);
        Self { map_ref, ticket }
    }

    #[expect(clippy::inline_always, reason = "a thin wrapper; the functions it calls are large enough for a call")]
    #[inline(always)]
    pub(crate) fn try_enter<M, R>(
        map_ref: O,
        key: impl IntoKey<M::Key>,
        value: M::Value,
        at: CallSite,
        occupied: impl FnOnce(&M::Value) -> R,
    ) -> Result<Self, Occupied<M::Key, M::Value, R>>
    where
        O: AsMap<M>,
        M: EntryMap<KeyPolicy: TryEnter<M>, Ticket = T> + ?Sized,
    {
        let ticket = M::KeyPolicy::try_enter(map_ref.as_map(), key.into_key(), value, at, occupied)?;
        Ok(Self { map_ref, ticket })
    }
}
