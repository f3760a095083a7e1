//! What exporters and dashboards see of maps: their names, their numbers, their oldest entries. Keys are shown to people
//! only, and only of maps that were registered [with them](Registry::watch_with_keys).

mod keyed;
mod registry;
mod watched;

pub use keyed::{Shown, WatchedKeys};
#[cfg(feature = "axum")]
pub(crate) use registry::Id;
pub use registry::Registry;
pub use watched::{Sighting, Watched};
