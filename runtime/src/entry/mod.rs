//! The contract between a map and its guards: how an entry is inserted, and that only its guard removes it.
//!
//! [`map`] has the traits of a map, [`guard`] the only code that removes, [`map_ref`] how a guard refers to its map.

mod call_site;
pub(crate) mod enter;
pub(crate) mod guard;
pub(crate) mod into_key;
pub(crate) mod key_policy;
mod map;
mod map_ref;
mod occupied;
mod pointers;

pub use call_site::CallSite;
pub use guard::EntryGuard;
pub use into_key::IntoKey;
pub use map::{EntryMap, SharedKeys, UniqueKeys};
pub use map_ref::MapRef;
pub use occupied::Occupied;
