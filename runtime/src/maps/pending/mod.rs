//! The map of calls that wait for a reply: the requests of a client, by their ids.
//!
//! An entry has a cell for its reply, which its guard shares with the map. Exactly one of three things happens to the
//! entry, decided by who removes it from its shard, under the shard's lock:
//!
//! - **Completed.** `complete` removes it, and stores the reply in the cell under the same lock. The guard takes the
//!   reply from the cell.
//! - **Dropped.** The guard removes it. A later reply finds no entry.
//! - **Closed.** `close` removes it, together with all others, and stores in each cell that no reply will come.
//!
//! [`map`] has the map, [`complete`] and [`close`] what ends an entry from outside, [`entries`] what guards do, [`cell`]
//! the reply of one entry, [`shard`] the contents of a shard.

mod builder;
mod cell;
mod close;
mod complete;
mod entries;
mod inspect;
mod map;
mod shard;
mod stats;
mod sync;
mod waiter;

pub use close::CloseOnDrop;
pub use map::PendingMap;
pub use stats::PendingStats;
