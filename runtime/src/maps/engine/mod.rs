//! What the maps are built from: shards, their contents, their limit, and waiting until all of them are empty.
//!
//! ```text
//! InflightMap, UniqueMap ─ choose the shard of an entry, and what a shard contains
//!   └ MapCore ─ settings, reports of an excess; in `queries`, queries over all shards
//!       └ Shards ─ locks, counts, quotas
//!           ├ LimitState ─ excess, peak, waiters of the whole map
//!           └ ShardState ─ contents, counts, quota of one shard
//! ```
//!
//! A shard contains a [`slab`] of records (`InflightMap`) or a [`table`] of records (`UniqueMap`).

mod call_sites;
mod chunk;
mod clock;
mod copies;
pub(super) mod core;
#[cfg(feature = "drained")]
mod drained;
mod limit;
mod limit_config;
mod parts;
mod queries;
pub(super) mod record;
pub(super) mod settings;
mod shard_state;
mod shards;
pub(super) mod slab;
mod spin_lock;
mod sync;
pub(super) mod table;
#[cfg(test)]
mod tests;
pub(super) mod thread_clock;
pub(super) mod thread_slot;
pub(super) mod timestamp;
