//! The registry's own sources.

#[path = "../../../runtime/src/observe/map_metrics.rs"]
mod map_metrics;
#[path = "../../../runtime/src/observe/observed.rs"]
mod observed;
#[path = "../../../runtime/src/observe/observed_entry.rs"]
mod observed_entry;
#[path = "../../../runtime/src/observe/registered.rs"]
mod registered;
#[path = "../../../runtime/src/observe/registry.rs"]
mod registry;
#[path = "../../../runtime/src/observe/waits.rs"]
mod waits;
#[path = "../../../runtime/src/observe/with_keys.rs"]
mod with_keys;

pub use registry::Registry;
