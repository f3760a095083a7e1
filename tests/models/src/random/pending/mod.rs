//! The map of calls that wait for a reply, with a model checker's primitives in place of its own.

#[path = "../../../../../runtime/src/maps/pending/builder.rs"]
mod builder;
#[path = "../../../../../runtime/src/maps/pending/cell.rs"]
mod cell;
#[path = "../../../../../runtime/src/maps/pending/close.rs"]
mod close;
#[path = "../../../../../runtime/src/maps/pending/complete.rs"]
mod complete;
#[path = "../../../../../runtime/src/maps/pending/entries.rs"]
mod entries;
#[path = "../../../../../runtime/src/maps/pending/inspect.rs"]
mod inspect;
#[path = "../../../../../runtime/src/maps/pending/map.rs"]
mod map;
#[path = "../../../../../runtime/src/maps/pending/shard.rs"]
mod shard;
#[path = "../../../../../runtime/src/maps/pending/stats.rs"]
mod stats;
mod sync;
#[path = "../../../../../runtime/src/maps/pending/waiter.rs"]
mod waiter;

pub(crate) use map::PendingMap;
