//! The traits of a map that entries go through: what an entry is, and which of the two ways in a map has.
//!
//! Removal is in [`super::guard`], the reference to the map in [`super::map_ref`].

use super::{call_site::CallSite, key_policy, occupied::Occupied};

/// A map whose entries are removed by a guard.
///
/// An entry goes in through one of the two traits below, which decides whether a call can find its key taken:
///
/// - [`SharedKeys`]: several calls may hold the same key; a call is never refused;
/// - [`UniqueKeys`]: one entry per key; a call whose key is taken has to say what it does instead.
///
/// Implement the one that [`KeyPolicy`](Self::KeyPolicy) names for a map of your own. The methods are called by
/// [`EntryGuard`](crate::EntryGuard) and by the attribute only: nobody else can make the [`CallSite`] that the ways in
/// take, so an entry without a guard is made only by a map that keeps the one it was given.
///
/// # Examples
///
/// A set of the 64 worker slots of a process, as one word of bits:
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
    message = "`{Self}` is not a map that an entry can be made in",
    label = "not an entry map",
    note = "entry maps are `InflightMap`, `UniqueMap`, and `HashMap`, `BTreeMap`, `HashSet` or `BTreeSet` inside a std `Mutex` or `RwLock`, also through `Arc`, `Rc`, `Box`, `&` or `LazyLock`; `InflightMap` and `UniqueMap` stand in no lock of yours, they have their own; implement `EntryMap` for a map of your own, or for a struct of yours around somebody else's",
    note = "maps of other crates need a feature of `scoped-entry`: `parking_lot` (or `parking_lot013`, `lock_api`, `lock_api05`), `hashbrown`, `indexmap` for maps in a lock; `dashmap`, `papaya`, `scc` for theirs; a map of another version than `scoped_entry::adapters` lists is another type",
    note = "an async lock, like tokio's `Mutex`, cannot be an entry map: the entry is removed in a `Drop`, which cannot await; use the std `Mutex`, which is held for the insertion and the removal only"
)]
pub trait EntryMap {
    /// What an entry is found by.
    type Key;
    /// Whether several entries may have the same key: [`key_policy::Shared`] or [`key_policy::Unique`].
    ///
    /// It decides which of the two traits a map implements, and whether the attribute refuses or demands `occupied`.
    type KeyPolicy;
    /// What an entry holds besides its key.
    type Value;
    /// Identifies one entry, not merely its key, between its insertion and its removal.
    ///
    /// A map that keeps no identity can use its key; then nobody but the guards may remove from it, or a guard
    /// removes the entry of a successor.
    type Ticket;

    /// Removes the entry that `ticket` was given for.
    ///
    /// Called once for every ticket, from a `Drop`, also while a panic unwinds. It must not panic and must not
    /// wait for anything but a short lock. An implementation releases its locks before it lets the key and the
    /// value drop, since their destructors are a user's code.
    fn remove_entry(&self, ticket: Self::Ticket);
}

/// A map in which several calls may hold the same key.
///
/// The attribute refuses `occupied` for such a map, since no call ever finds its key taken.
pub trait SharedKeys: EntryMap<KeyPolicy = key_policy::Shared> {
    /// Inserts an entry and identifies it. `at` says where in the source the call stands.
    fn insert_entry(&self, key: Self::Key, value: Self::Value, at: CallSite) -> Self::Ticket;
}

/// A map with at most one entry per key.
///
/// The attribute demands `occupied` for such a map.
pub trait UniqueKeys: EntryMap<KeyPolicy = key_policy::Unique> {
    /// Inserts an entry unless its key is taken.
    ///
    /// `occupied` is called with the value that is there, under the map's lock if it has one: the clone it makes is
    /// of the very entry that was in the way. `at` says where in the source the call stands.
    ///
    /// # Errors
    ///
    /// [`Occupied`] if the key is taken: it gives the key and the value back, so that they drop outside the lock.
    fn try_insert_entry<R>(
        &self,
        key: Self::Key,
        value: Self::Value,
        at: CallSite,
        occupied: impl FnOnce(&Self::Value) -> R,
    ) -> Result<Self::Ticket, Occupied<Self::Key, Self::Value, R>>;
}
