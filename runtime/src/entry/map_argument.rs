//! What the macros accept after `map =`: every [`MapRef`]. Types that newcomers try instead are rejected with a message of
//! their own, in [`super::refused`].

use super::map_ref::MapRef;

/// A [`MapRef`] of a map `M`, as the value after `map =`.
///
/// The bound of the functions that expansions call. It is a trait of its own, so that `refused` can implement it for types
/// that are no `MapRef`, such as `&RefCell<…>`: such an impl of a public trait would be among the types that rustc lists as
/// examples.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entry map",
    label = "not an entry map",
    note = "an async lock, such as `tokio::sync::Mutex`, cannot be an entry map, since a `Drop` cannot await: use `std::sync::Mutex`, which is locked for the insertion and the removal only",
    note = "maps and locks of other crates need a feature: `parking_lot`, `lock_api`, `hashbrown`, `indexmap`, `dashmap`, `papaya` or `scc`; `scoped_entry::adapters` lists the supported versions",
    note = "for a collection of your own in a lock, implement `KeyedCollection`; for any other map, implement `EntryMap` for a struct around it"
)]
pub trait MapArgument<M: ?Sized> {
    /// The reference or owner that the guard keeps.
    type MapRef;

    /// Returns the reference or owner.
    fn into_map_ref(self) -> Self::MapRef;

    /// Returns the map.
    fn map(map_ref: &Self::MapRef) -> &M;
}

impl<O: MapRef> MapArgument<O::Map> for O {
    type MapRef = O;

    #[inline]
    fn into_map_ref(self) -> O {
        self
    }

    #[inline]
    fn map(map_ref: &O) -> &O::Map {
        map_ref.map()
    }
}
