//! The maps of this crate. Neither has a public way in or out but a guard.
//!
//! ```text
//! InflightMap, UniqueMap ─ which shard, what is in it
//!   └ sharded ─ settings, questions to all shards, reports of an excess
//!       └ books ─ counts, peak, limit (its sums: ledger)
//! ```

mod books;
mod builder;
mod by_hand;
mod call_sites;
mod clock;
#[cfg(feature = "drained")]
mod drained;
#[cfg(feature = "tracing")]
mod event;
mod excess;
mod inflight;
mod ledger;
#[cfg(test)]
mod listed;
mod live;
#[cfg(test)]
mod reckoning;
mod settings;
mod sharded;
mod slab;
mod stamp;
mod stats;
mod sync;
mod table;
mod thread;
mod unique;
mod waiting;

pub use builder::Builder;
#[cfg(feature = "drained")]
pub use drained::NotDrained;
pub use excess::Excess;
pub use inflight::InflightMap;
pub use live::Live;
pub use stats::Stats;
pub use unique::UniqueMap;
