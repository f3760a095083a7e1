//! What the macros accept after `map =`: every [`MapRef`]. Types that newcomers try instead are rejected with a message of
//! their own, in [`super::refused`].

use super::map_ref::MapRef;

/// A value after `map =`, which refers to a map `M`.
///
/// The bound of the functions that expansions call. It is a trait of its own, so that `refused` can implement it for types that
/// are no `MapRef`, such as `&RefCell<…>`: rustc would list such an impl of a public trait among the types to use. `M` is a
/// parameter, not an associated type, because `cargo check` takes less time to infer it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entry map",
    label = "not an entry map",
    note = "an async lock, such as `tokio::sync::Mutex`, cannot be an entry map, since a `Drop` cannot await: use `std::sync::Mutex`, which is locked for the insertion and the removal only",
    note = "maps and locks of other crates need a feature: `parking_lot`, `lock_api`, `hashbrown`, `indexmap`, `dashmap`, `papaya` or `scc`; `scoped_entry::adapters` lists the supported versions",
    note = "for a collection of your own in a lock, implement `KeyedCollection`; for any other map, implement `EntryMap` for a struct around it"
)]
pub trait AsMap<M: ?Sized> {
    /// Returns the map.
    fn as_map(&self) -> &M;
}

impl<O: MapRef> AsMap<O::Map> for O {
    #[inline]
    fn as_map(&self) -> &O::Map {
        self.map()
    }
}
