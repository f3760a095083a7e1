//! The guard: what owns the removal of one entry, and the only code that removes.

use crate::{CallSite, EntryMap, IntoKey, MapOwner, Occupied, SharedKeys, UniqueKeys};
use core::fmt;
use scopeguard::ScopeGuard;

pub(crate) type Key<O> = <<O as MapOwner>::Map as EntryMap>::Key;
pub(crate) type Value<O> = <<O as MapOwner>::Map as EntryMap>::Value;
type Ticket<O> = <<O as MapOwner>::Map as EntryMap>::Ticket;

/// An entry about to be made: its map, its key and its value.
///
/// What enters the map makes the guard in the same step, so that there never is an entry without one.
pub(crate) struct Entrance<O: MapOwner> {
    owner: O,
    key: Key<O>,
    value: Value<O>,
}

impl<O: MapOwner> Entrance<O> {
    #[inline]
    pub(crate) fn new(owner: O, key: impl IntoKey<Key<O>>, value: Value<O>) -> Self {
        Self { owner, key: key.into_key(), value }
    }

    #[inline]
    pub(crate) fn enter(self, at: CallSite) -> Held<O>
    where
        O::Map: SharedKeys,
    {
        let Self { owner, key, value } = self;
        let ticket = owner.map().insert(key, value, at);
        Held { owner, ticket }
    }

    #[inline]
    pub(crate) fn try_enter<R>(
        self,
        at: CallSite,
        occupied: impl FnOnce(&Value<O>) -> R,
    ) -> Result<Held<O>, Occupied<Key<O>, Value<O>, R>>
    where
        O::Map: UniqueKeys,
    {
        let Self { owner, key, value } = self;
        let ticket = owner.map().try_insert(key, value, at, occupied)?;
        Ok(Held { owner, ticket })
    }
}

/// An entry that is in its map. It has no `Drop`: one of the two guards below is made of it at once.
#[expect(missing_debug_implementations, reason = "users never hold one")]
#[must_use = "an entry without a guard is never removed"]
pub struct Held<O: MapOwner> {
    owner: O,
    ticket: Ticket<O>,
}

impl<O: MapOwner> Held<O> {
    /// Removes the entry. The owner drops last: it may be the map's last one.
    #[inline]
    fn leave(self) {
        self.owner.map().remove(self.ticket);
    }

    /// The guard that an annotated function does not get to see.
    ///
    /// Its type cannot be written down, and so it needs no function pointer: it is as small as a guard written by
    /// hand, and its removal is a direct call.
    #[inline]
    pub(crate) fn unnamed(self) -> ScopeGuard<Self, impl FnOnce(Self)> {
        scopeguard::guard(self, Self::leave)
    }

    /// The guard whose type can be written down.
    #[inline]
    pub(crate) fn named(self) -> EntryGuard<O> {
        EntryGuard { scope: scopeguard::guard(self, Self::leave) }
    }
}

/// Owns the removal of one entry: dropping it, by whatever path, removes that entry and no other.
///
/// `O` is how the guard holds its map: `&M` for as long as a borrow lasts, or an owner like `Arc<M>`, which makes the
/// guard `'static`. The attribute makes a guard that the function cannot name; `guard = name` gives it to the
/// body as one of these.
///
/// To end the entry early, `drop` the guard. What keeps the entry for ever is `core::mem::forget`, or a cycle of
/// `Rc`s around the guard; and binding a new guard to `_` ends the entry at once.
///
/// Dropping never panics of itself and never waits for anything but the map's short lock. The key and the value drop
/// after that lock is released.
#[must_use = "dropping the guard removes the entry at once: bind it to a name, and not to `_`"]
pub struct EntryGuard<O: MapOwner> {
    scope: ScopeGuard<Held<O>, fn(Held<O>)>,
}

impl<O: MapOwner> EntryGuard<O> {
    /// Enters a map whose keys several calls may hold.
    ///
    /// The entry's place in the source is that of this call.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{EntryGuard, InflightMap};
    ///
    /// let inflight = InflightMap::<u64>::new();
    /// let guard = EntryGuard::enter(&inflight, 7, ());
    /// assert_eq!(inflight.len(), 1);
    /// drop(guard);
    /// assert!(inflight.is_empty());
    /// ```
    #[inline]
    #[track_caller]
    pub fn enter(owner: O, key: impl IntoKey<Key<O>>, value: Value<O>) -> Self
    where
        O::Map: SharedKeys,
    {
        Entrance::new(owner, key, value).enter(CallSite::here()).named()
    }

    /// Enters a map that has one entry per key, unless the key is taken.
    ///
    /// The entry's place in the source is that of this call.
    ///
    /// # Errors
    ///
    /// [`Occupied`], with the key and the value, if the key is taken.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::EntryGuard;
    /// use std::{collections::HashMap, sync::Mutex};
    ///
    /// let jobs = Mutex::new(HashMap::<String, u32>::new());
    /// let guard = EntryGuard::try_enter(&jobs, "import", 1).unwrap();
    /// assert_eq!(EntryGuard::try_enter(&jobs, "import", 2).unwrap_err().key, "import");
    /// drop(guard);
    /// assert!(jobs.lock().unwrap().is_empty());
    /// ```
    #[inline]
    #[track_caller]
    pub fn try_enter(owner: O, key: impl IntoKey<Key<O>>, value: Value<O>) -> Result<Self, Occupied<Key<O>, Value<O>>>
    where
        O::Map: UniqueKeys,
    {
        Entrance::new(owner, key, value).try_enter(CallSite::here(), |_| ()).map(Held::named)
    }

    /// The map that the entry is in.
    #[inline]
    pub fn map(&self) -> &O::Map {
        self.scope.owner.map()
    }
}

impl<O: MapOwner> fmt::Debug for EntryGuard<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntryGuard").finish_non_exhaustive()
    }
}
