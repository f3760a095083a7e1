//! The engine of the maps, with a model checker's primitives in place of its own.

#[path = "../../../../../runtime/src/maps/engine/call_sites.rs"]
pub(super) mod call_sites;
#[path = "../../../../../runtime/src/maps/engine/clock.rs"]
pub(super) mod clock;
#[path = "../../../../../runtime/src/maps/engine/core.rs"]
pub(super) mod core;
#[path = "../../../../../runtime/src/maps/engine/drained.rs"]
pub(super) mod drained;
#[path = "../../../../../runtime/src/maps/engine/limit.rs"]
pub(super) mod limit;
#[path = "../../../../../runtime/src/maps/engine/limit_config.rs"]
pub(super) mod limit_config;
#[path = "../../../../../runtime/src/maps/engine/queries.rs"]
mod queries;
#[path = "../../../../../runtime/src/maps/engine/record.rs"]
pub(super) mod record;
#[path = "../../../../../runtime/src/maps/engine/settings.rs"]
pub(super) mod settings;
#[path = "../../../../../runtime/src/maps/engine/shard_state.rs"]
pub(super) mod shard_state;
#[path = "../../../../../runtime/src/maps/engine/shards.rs"]
pub(super) mod shards;
#[path = "../../../../../runtime/src/maps/engine/slab.rs"]
pub(super) mod slab;
pub(super) mod spin_lock;
pub(super) mod sync;
#[path = "../../../../../runtime/src/maps/engine/table.rs"]
pub(super) mod table;
pub(super) mod thread_clock;
pub(super) mod thread_slot;
#[path = "../../../../../runtime/src/maps/engine/timestamp.rs"]
pub(super) mod timestamp;
