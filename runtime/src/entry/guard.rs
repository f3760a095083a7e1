//! The guard of an entry: the only code that removes entries, but for those of a `PendingMap` that get their reply.

use super::{
    call_site::CallSite,
    enter::{Enter, TryEnter},
    inserted::{Inserted, InsertedEntry, Key, KeyPolicy, Value},
    into_key::IntoKey,
    key_policy::MayBeUnnamed,
    map::EntryMap,
    map_ref::MapRef,
    occupied::Occupied,
};
use crate::attached::Attached;
use core::fmt;
use scopeguard::ScopeGuard;

/// The ticket of an entry of the map that `O` refers to.
///
/// A trait of the ticket, not of [`InsertedEntry`]: if `O` refers to no entry map, its ticket has no type, and rustc does not
/// report this bound as a second error.
pub trait TicketOf<O> {
    /// A guard whose type has a name.
    type NamedGuard;

    /// Removes the entry, then drops the reference to the map, which may be its last owner.
    fn remove(self, map_ref: O);

    #[doc(hidden)]
    fn named(self, map_ref: O) -> Self::NamedGuard;
}

/// The ticket of an entry that a guard without a name can guard: the key policy of its map is [`MayBeUnnamed`].
pub trait UnnamedTicketOf<O>: TicketOf<O> {}

impl<O, T> UnnamedTicketOf<O> for T
where
    O: MapRef,
    O::Map: EntryMap<Ticket = T, KeyPolicy: MayBeUnnamed>,
{
}

impl<O, T> TicketOf<O> for T
where
    O: MapRef,
    O::Map: EntryMap<Ticket = T>,
{
    type NamedGuard = EntryGuard<O>;

    #[inline]
    fn remove(self, map_ref: O) {
        map_ref.map().remove_entry(self);
    }

    #[inline]
    fn named(self, map_ref: O) -> EntryGuard<O> {
        let inserted = InsertedEntry { map_ref, ticket: self };
        EntryGuard { scope: scopeguard::guard(inserted, |inserted| inserted.ticket.remove(inserted.map_ref)) }
    }
}

// Bounds on the methods, not on the impl, for the same reason: rustc would report them twice.
impl<O, T> InsertedEntry<O, T> {
    /// Returns the guard that the attribute keeps if there is no `guard = NAME`.
    ///
    /// Its type has no name, so it can contain a closure instead of a function pointer: it is as small as a guard
    /// written by hand, and the removal is a direct call.
    #[inline]
    pub fn guard(self) -> ScopeGuard<Self, impl FnOnce(Self)>
    where
        T: UnnamedTicketOf<O>,
    {
        scopeguard::guard(self, |inserted| inserted.ticket.remove(inserted.map_ref))
    }

    /// Returns the guard as an [`EntryGuard`], whose type has a name. It is one word larger.
    #[inline]
    pub fn named(self) -> T::NamedGuard
    where
        T: TicketOf<O>,
    {
        self.ticket.named(self.map_ref)
    }
}

/// A guard that removes its entry from the map when it drops.
///
/// To get one, give the attribute `guard = NAME`, or call [`enter`](Self::enter) or [`try_enter`](Self::try_enter), or
/// the methods of the same names on a map. To end the entry early, `drop` the guard. To keep the entry until a future,
/// a stream or a body ends, [`attach`](Self::attach) the guard to it.
///
/// `O` is how the guard refers to its map, a [`MapRef`]: with `&M` the guard lives as long as the borrow; with `Arc<M>`
/// it is `'static` if `M` is, and can move to a task or a thread.
///
/// # Removal
///
/// The guard removes its own entry and no other, even if another entry has an equal key. The exceptions are the maps
/// that do not identify their entries: the guards of [`adapters`](crate::adapters) remove by key.
///
/// Binding a new guard to `_` removes the entry immediately. A guard that never drops never removes its entry:
/// [`core::mem::forget`] and `Rc` cycles leak entries as they leak everything else, and so does a destructor that panics
/// while a function returns the guard ([rust-lang/rust#47949](https://github.com/rust-lang/rust/issues/47949)).
///
/// # Replies
///
/// The guard of a [`PendingMap`](crate::PendingMap) is also a future of the reply to its call, and its entry ends when there
/// is a reply. The guards of other maps are not futures.
///
/// # Panics
///
/// Dropping the guard waits for nothing but the map's lock, and panics only if user code panics in it: the destructors
/// of the key and the value, which run after [`InflightMap`](crate::InflightMap) and [`UniqueMap`](crate::UniqueMap)
/// have released their locks; `Hash`, `Eq` or `Ord` of a key in a map that removes by key; and, with the feature
/// `drained`, the wakers of tasks that wait until the map is empty.
#[must_use = "dropping the guard removes the entry immediately: bind it to a variable, not to `_`"]
pub struct EntryGuard<O: MapRef> {
    pub(super) scope: ScopeGuard<Inserted<O>, fn(Inserted<O>)>,
}

impl<O: MapRef> EntryGuard<O> {
    /// Inserts an entry into a map with [shared keys](crate::SharedKeys) and returns its guard.
    ///
    /// The location of the entry is that of this call. Amortised O(1) in an [`InflightMap`](crate::InflightMap).
    ///
    /// # Panics
    ///
    /// Panics if the map does. An [`InflightMap`](crate::InflightMap) keeps no entry then, and panics
    ///
    /// - if a shard has its maximum of about 2³² entries;
    /// - if the callback of [`on_excess`](crate::Builder::on_excess) panics;
    /// - if the target has no clock, such as `wasm32-unknown-unknown`.
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
    pub fn enter(map: O, key: impl IntoKey<Key<O>>, value: Value<O>) -> Self
    where
        KeyPolicy<O>: Enter<O::Map>,
    {
        InsertedEntry::enter(map, key, value, CallSite::here()).named()
    }

    /// Inserts an entry into a map with [unique keys](crate::UniqueKeys) and returns its guard.
    ///
    /// The location of the entry is that of this call. Amortised O(1) in a [`UniqueMap`](crate::UniqueMap).
    ///
    /// # Errors
    ///
    /// Returns [`Occupied`], with the key and the value, if the key is already present.
    ///
    /// # Panics
    ///
    /// Panics if the map does. A [`UniqueMap`](crate::UniqueMap) keeps no entry then, and panics
    ///
    /// - if `Hash` or `Eq` of a key panics;
    /// - if the callback of [`on_excess`](crate::Builder::on_excess) panics;
    /// - if the target has no clock, such as `wasm32-unknown-unknown`.
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
    pub fn try_enter(map: O, key: impl IntoKey<Key<O>>, value: Value<O>) -> Result<Self, Occupied<Key<O>, Value<O>>>
    where
        KeyPolicy<O>: TryEnter<O::Map>,
    {
        InsertedEntry::try_enter(map, key, value, CallSite::here(), |_| ()).map(InsertedEntry::named)
    }

    /// Attaches the entry to a future, a stream, an iterator or a body: the entry lasts until that ends or is dropped.
    ///
    /// [`Attached`] documents when each of them ends. Attaching does not allocate.
    ///
    /// A value that is spawned, returned or stored must usually be `'static`, and so must the guard. It is if the map
    /// is a `static` or the guard owns an `Arc`, as with `map = Arc::clone(&app.inflight)`.
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
    #[doc(alias("body", "future", "response", "spawn", "sse", "stream", "task"))]
    #[inline]
    pub const fn attach<T>(self, inner: T) -> Attached<Self, T> {
        Attached::new(self, inner)
    }

    #[cfg(feature = "pending")]
    #[inline]
    pub(super) fn ticket_mut(&mut self) -> &mut super::inserted::Ticket<O> {
        &mut self.scope.ticket
    }

    /// Returns the map that contains the entry.
    #[inline]
    pub fn map(&self) -> &O::Map {
        self.scope.map_ref.map()
    }
}

/// Always `Unpin`, even if the reference to the map is not: the guard never pins what it contains.
impl<O: MapRef> Unpin for EntryGuard<O> {}

impl<O: MapRef> fmt::Debug for EntryGuard<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntryGuard").finish_non_exhaustive()
    }
}
