//! The maps of this crate. Neither has a public way in or out but a guard.

mod builder;
mod by_hand;
mod counters;
mod inflight;
mod live;
mod slab;
mod unique;

pub use builder::{InflightMapBuilder, UniqueMapBuilder};
pub use counters::Stats;
pub use inflight::InflightMap;
pub use live::Live;
pub use unique::UniqueMap;
