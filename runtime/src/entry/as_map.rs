//! What the macros accept after `map =`: every [`MapRef`]. Types that newcomers try instead are rejected with a message of
//! their own, in [`super::refused`].

use super::map_ref::MapRef;

/// A value after `map =`, which gives a guard the [`MapRef`] `O` of a map `M`.
///
/// The bound of the functions that expansions call. It is a trait of its own, so that `refused` can implement it for types that
/// are no `MapRef`, such as `&RefCell<…>`: rustc would list such an impl of a public trait among the types to use. `O` and `M`
/// are parameters, not associated types, because `cargo check` takes less time to infer them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entry map",
    label = "not an entry map",
    note = "an async lock, such as `tokio::sync::Mutex`, cannot be an entry map, since a `Drop` cannot await: use `std::sync::Mutex`, which is locked for the insertion and the removal only",
    note = "maps and locks of other crates need a feature: `parking_lot`, `lock_api`, `hashbrown`, `indexmap`, `dashmap`, `papaya` or `scc`; `scoped_entry::adapters` lists the supported versions",
    note = "for a collection of your own in a lock, implement `KeyedCollection`; for any other map, implement `EntryMap` for a struct around it"
)]
pub trait AsMap<O, M: ?Sized> {
    /// Returns the reference or owner that the guard keeps.
    fn into_map_ref(self) -> O;

    /// Returns the map.
    fn map(map_ref: &O) -> &M;
}

impl<O: MapRef> AsMap<O, O::Map> for O {
    #[inline]
    fn into_map_ref(self) -> O {
        self
    }

    #[inline]
    fn map(map_ref: &O) -> &O::Map {
        map_ref.map()
    }
}
