//! The guard: what owns the removal of one entry, and the only code that removes.

use super::{
    call_site::CallSite,
    enter::{Enter, TryEnter},
    into_key::IntoKey,
    map::EntryMap,
    map_ref::MapRef,
    occupied::Occupied,
};
use crate::attached::Attached;
use core::fmt;
use scopeguard::ScopeGuard;

pub(crate) type Key<O> = <<O as MapRef>::Map as EntryMap>::Key;
pub(crate) type Value<O> = <<O as MapRef>::Map as EntryMap>::Value;
pub(crate) type KeyPolicy<O> = <<O as MapRef>::Map as EntryMap>::KeyPolicy;
pub(crate) type Ticket<O> = <<O as MapRef>::Map as EntryMap>::Ticket;
/// An entry of the map that `O` refers to.
pub(crate) type Inserted<O> = InsertedEntry<O, Ticket<O>>;

/// An entry that is in its map: an owner of the map, and the entry's ticket.
///
/// It has no `Drop`: one of the two guards is made of it at once.
#[expect(missing_debug_implementations, reason = "users never hold one")]
#[must_use = "an entry without a guard is never removed"]
// Without bounds: where the type of a map is wrong, a bound here would say so a second time.
pub struct InsertedEntry<O, T> {
    owner: O,
    ticket: T,
}

impl<O: MapRef> Inserted<O> {
    #[inline]
    pub(crate) fn enter(owner: O, key: impl IntoKey<Key<O>>, value: Value<O>, at: CallSite) -> Self
    where
        KeyPolicy<O>: Enter<O::Map>,
    {
        let ticket = KeyPolicy::<O>::enter(owner.map(), key.into_key(), value, at);
        Self { owner, ticket }
    }

    #[expect(clippy::inline_always, reason = "what it wraps is worth a call of its own, it is not")]
    #[inline(always)]
    pub(crate) fn try_enter<R>(
        owner: O,
        key: impl IntoKey<Key<O>>,
        value: Value<O>,
        at: CallSite,
        occupied: impl FnOnce(&Value<O>) -> R,
    ) -> Result<Self, Occupied<Key<O>, Value<O>, R>>
    where
        KeyPolicy<O>: TryEnter<O::Map>,
    {
        let ticket = KeyPolicy::<O>::try_enter(owner.map(), key.into_key(), value, at, occupied)?;
        Ok(Self { owner, ticket })
    }
}

/// What a guard does with the entry when it drops.
pub trait Remove {
    /// Removes the entry.
    fn remove(self);
}

impl<O: MapRef> Remove for Inserted<O> {
    /// The owner drops last: it may be the map's last one.
    #[inline]
    fn remove(self) {
        self.owner.map().remove_entry(self.ticket);
    }
}

// The bounds stand on the methods for the same reason: as a bound of the impl, it would be reported once more.
impl<O, T> InsertedEntry<O, T> {
    /// The guard that an annotated function does not get to see.
    ///
    /// Its type cannot be written down, and so it has no room for a function pointer: it is as small as a guard written
    /// by hand, and its removal is a direct call.
    #[inline]
    pub fn guard(self) -> ScopeGuard<Self, impl FnOnce(Self)>
    where
        Self: Remove,
    {
        scopeguard::guard(self, Self::remove)
    }

    /// The guard whose type can be written down, one word larger.
    #[inline]
    pub fn named(self) -> EntryGuard<O>
    where
        O: MapRef,
        Self: Into<Inserted<O>>,
    {
        EntryGuard { scope: scopeguard::guard(self.into(), Remove::remove) }
    }
}

/// Owns the removal of one entry: dropping it, by whatever path, removes that entry, and no other in a map that keeps
/// the identity of its entries. Where the map's documentation says so, like that of std's maps in a lock, it removes by
/// key.
///
/// `O` is how the guard holds its map: `&M` for as long as a borrow lasts, or an owner like `Arc<M>`, which makes the
/// guard `'static`. The attribute makes a guard that the function cannot name; `guard = name` gives it to the
/// body as one of these.
///
/// To end the entry early, `drop` the guard. What keeps the entry for ever is `core::mem::forget`, or a cycle of
/// `Rc`s around the guard; and binding a new guard to `_` ends the entry at once.
///
/// Dropping never panics of itself and never waits for anything but the map's short lock. The key and the value drop
/// after that lock is released. In a map that removes by key, the key's `Hash`, `Eq` or `Ord` runs, and may panic.
#[must_use = "dropping the guard removes the entry at once: bind it to a name, and not to `_`"]
pub struct EntryGuard<O: MapRef> {
    scope: ScopeGuard<Inserted<O>, fn(Inserted<O>)>,
}

impl<O: MapRef> EntryGuard<O> {
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
        KeyPolicy<O>: Enter<O::Map>,
    {
        InsertedEntry::enter(owner, key, value, CallSite::here()).named()
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
        KeyPolicy<O>: TryEnter<O::Map>,
    {
        InsertedEntry::try_enter(owner, key, value, CallSite::here(), |_| ()).map(InsertedEntry::named)
    }

    /// As [`try_enter`](Self::try_enter), at a place that is told, and with a look at the value that is there, under the
    /// map's lock if it has one.
    #[cfg(feature = "single-flight")]
    pub(crate) fn try_enter_with<R>(
        owner: O,
        key: Key<O>,
        value: Value<O>,
        at: CallSite,
        occupied: impl FnOnce(&Value<O>) -> R,
    ) -> Result<Self, Occupied<Key<O>, Value<O>, R>>
    where
        KeyPolicy<O>: TryEnter<O::Map>,
    {
        InsertedEntry::try_enter(owner, key, value, at, occupied).map(InsertedEntry::named)
    }

    /// Attaches the entry to a value, like a future, a stream or a body: it lasts until that has come to its end, or is
    /// dropped. [`Attached`] tells when, form by form.
    ///
    /// What is spawned, returned or stored has to be `'static` most often, and so has the guard: it is if its map is an
    /// `Arc`, as of `map = Arc::clone(&app.inflight)`, or a `static`.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{InflightMap, scoped_entry};
    /// use std::{future::Future, sync::Arc};
    ///
    /// /// The entry begins at the call, not at the first poll, and ends when the future completes or is dropped.
    /// #[scoped_entry(map = Arc::clone(inflight), key = id, guard = entry)]
    /// fn handle(inflight: &Arc<InflightMap<u64>>, id: u64) -> impl Future<Output = u64> + use<> {
    ///     entry.attach(async move { id + 1 })
    /// }
    ///
    /// let inflight = Arc::new(InflightMap::new());
    /// let handling = handle(&inflight, 7);
    /// assert_eq!(inflight.len(), 1);
    /// drop(handling);
    /// assert!(inflight.is_empty());
    /// ```
    #[inline]
    pub const fn attach<T>(self, inner: T) -> Attached<Self, T> {
        Attached::new(self, inner)
    }

    /// The map that the entry is in.
    #[inline]
    pub fn map(&self) -> &O::Map {
        self.scope.owner.map()
    }
}

impl<O: MapRef> fmt::Debug for EntryGuard<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntryGuard").finish_non_exhaustive()
    }
}
