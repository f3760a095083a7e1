//! The traits of an entry map: the parts of an entry, its insertion by key policy, and its removal.
//!
//! [`super::guard`] calls the removal; [`super::map_ref`] defines how a guard refers to the map.

use super::{call_site::CallSite, key_policy, occupied::Occupied};

/// A map whose entries are inserted and removed by guards.
///
/// Implement this trait to use a map of your own with the attribute. Implement one more trait for the insertion, the
/// one that matches [`KeyPolicy`](Self::KeyPolicy):
///
/// - [`SharedKeys`] if several entries may have the same key, so that insertion never fails;
/// - [`UniqueKeys`] if a key has at most one entry, so that insertion can find the key occupied.
///
/// The attribute and [`EntryGuard`](crate::EntryGuard) call these methods; users do not. Insertion takes a
/// [`CallSite`], which only this crate creates: code outside of a map's implementation cannot insert an entry without a
/// guard.
///
/// The [`adapters`](crate::adapters) implement this trait for maps of std and of other crates. To keep a collection of
/// your own in a lock, implement the simpler [`KeyedCollection`](crate::KeyedCollection) instead. The feature
/// `conformance` provides a test suite for implementations.
///
/// # Examples
///
/// The 64 worker slots of a process, as the bits of one word:
///
/// ```
/// use scoped_entry::{CallSite, EntryGuard, EntryMap, Occupied, UniqueKeys, key_policy};
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// #[derive(Default)]
/// struct Slots(AtomicU64);
///
/// impl EntryMap for Slots {
///     type Key = u32;
///     type KeyPolicy = key_policy::Unique;
///     type Value = ();
///     type Ticket = u32;
///
///     fn remove_entry(&self, slot: u32) {
///         self.0.fetch_and(!(1 << slot), Ordering::Relaxed);
///     }
/// }
///
/// impl UniqueKeys for Slots {
///     fn try_insert_entry<R>(
///         &self,
///         slot: u32,
///         value: (),
///         _: CallSite,
///         occupied: impl FnOnce(&()) -> R,
///     ) -> Result<u32, Occupied<u32, (), R>> {
///         let bit = 1 << slot;
///         if self.0.fetch_or(bit, Ordering::Relaxed) & bit == 0 {
///             Ok(slot)
///         } else {
///             Err(Occupied { key: slot, value, existing: occupied(&()) })
///         }
///     }
/// }
///
/// let slots = Slots::default();
/// let guard = EntryGuard::try_enter(&slots, 3, ()).unwrap();
/// assert!(EntryGuard::try_enter(&slots, 3, ()).is_err());
/// drop(guard);
/// assert!(EntryGuard::try_enter(&slots, 3, ()).is_ok());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entry map",
    label = "not an entry map",
    note = "entry maps are `InflightMap`, `UniqueMap`, and a std `Mutex` or `RwLock` around a `HashMap`, `BTreeMap`, `HashSet` or `BTreeSet`; also behind `&`, `Arc`, `Rc`, `Box` or `LazyLock`",
    note = "`InflightMap` and `UniqueMap` have their own locks: remove the `Mutex` or `RwLock` around them",
    note = "an async lock, such as `tokio::sync::Mutex`, cannot be an entry map, since a `Drop` cannot await: use `std::sync::Mutex`, which is locked for the insertion and the removal only",
    note = "maps and locks of other crates need a feature: `parking_lot`, `lock_api`, `hashbrown`, `indexmap`, `dashmap`, `papaya` or `scc`; `scoped_entry::adapters` lists the supported versions",
    note = "for any other map, implement `EntryMap` for a struct around it"
)]
pub trait EntryMap {
    /// The type of the keys.
    type Key;
    /// Whether several entries may have the same key: [`key_policy::Shared`] or [`key_policy::Unique`].
    ///
    /// It decides whether the map implements [`SharedKeys`] or [`UniqueKeys`], and whether the attribute rejects or
    /// requires `occupied`.
    type KeyPolicy;
    /// The type of the values stored with the keys; `()` for a set.
    type Value;
    /// Identifies one entry, not only its key, from its insertion to its removal.
    ///
    /// A map that does not identify its entries can use the key as the ticket. Then only guards may remove entries:
    /// otherwise, a guard could remove a later entry with the same key.
    type Ticket;

    /// Removes the entry that `ticket` identifies.
    ///
    /// The guard calls this once per ticket, in its `Drop`, possibly while a panic unwinds. Implementations must not
    /// panic, and must not wait for anything but a lock that is held briefly. They should release their locks before
    /// the key and the value drop, since destructors are user code.
    fn remove_entry(&self, ticket: Self::Ticket);
}

/// An [`EntryMap`] in which several entries may have the same key.
///
/// The attribute does not accept `occupied` for such a map, because a key is never occupied.
pub trait SharedKeys: EntryMap<KeyPolicy = key_policy::Shared> {
    /// Inserts an entry and returns the ticket that identifies it. `at` is the location of the call.
    fn insert_entry(&self, key: Self::Key, value: Self::Value, at: CallSite) -> Self::Ticket;
}

/// An [`EntryMap`] with at most one entry per key.
///
/// The attribute requires `occupied` for such a map.
pub trait UniqueKeys: EntryMap<KeyPolicy = key_policy::Unique> {
    /// Inserts an entry if its key is vacant, and returns the ticket that identifies the entry. `at` is the location of
    /// the call.
    ///
    /// If the key is occupied, calls `occupied` with the existing value, under the map's lock if it has one. A clone
    /// made in `occupied` is therefore one of the entry that occupied the key.
    ///
    /// # Errors
    ///
    /// Returns [`Occupied`] if the key is occupied. It gives back the key and the value, so that they drop after the
    /// lock is released.
    fn try_insert_entry<R>(
        &self,
        key: Self::Key,
        value: Self::Value,
        at: CallSite,
        occupied: impl FnOnce(&Self::Value) -> R,
    ) -> Result<Self::Ticket, Occupied<Self::Key, Self::Value, R>>;
}
