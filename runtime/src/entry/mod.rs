//! The contract between a map and its guards: a call inserts an entry, and only the guard of that entry removes it.
//!
//! [`map`] defines the traits of a map, [`guard`] contains the code that removes an entry, and [`map_ref`] defines
//! how a guard refers to its map.

pub(crate) mod as_map;
mod call_site;
pub(crate) mod enter;
#[cfg(feature = "single-flight")]
mod flight_guard;
pub(crate) mod guard;
pub(crate) mod inserted;
pub(crate) mod into_key;
pub(crate) mod key_policy;
mod map;
mod map_ref;
mod occupied;
mod pointers;
pub(crate) mod refused;
#[cfg(feature = "pending")]
mod replies;
#[cfg(feature = "pending")]
mod reply_guard;

pub use call_site::CallSite;
pub use guard::EntryGuard;
pub use into_key::IntoKey;
pub use map::{EntryMap, SharedKeys, UniqueKeys};
pub use map_ref::MapRef;
pub use occupied::Occupied;
#[cfg(feature = "pending")]
pub(crate) use replies::Sealed;
#[cfg(feature = "pending")]
pub use replies::{Closed, HasReplies, WaitTimeoutError};
