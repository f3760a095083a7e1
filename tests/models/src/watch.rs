//! The registry's own sources, over the maps of [`random`](crate::random). Its locks are std's: no step of another thread
//! comes in while one is held, and each map that is asked between them takes some.

#[path = "../../../runtime/src/watch/keyed.rs"]
mod keyed;
#[path = "../../../runtime/src/watch/registry.rs"]
mod registry;
#[path = "../../../runtime/src/watch/series.rs"]
mod series;
#[path = "../../../runtime/src/watch/sources.rs"]
mod sources;
#[path = "../../../runtime/src/watch/watched.rs"]
mod watched;

pub use keyed::{Shown, WatchedKeys};
pub use registry::Registry;
pub use series::Series;
pub use watched::{Sighting, Watched};

use crate::EntryMap;
use std::sync::LazyLock;

/// As in the crate, which implements it for all pointers.
impl<M: EntryMap, F: FnOnce() -> M> EntryMap for LazyLock<M, F> {
    type Key = M::Key;
    type Keys = M::Keys;
    type Value = M::Value;
    type Ticket = M::Ticket;

    fn remove_entry(&self, ticket: M::Ticket) {
        (**self).remove_entry(ticket);
    }
}
