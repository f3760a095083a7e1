//! The maps of this crate. Only guards insert and remove their entries.
//!
//! [`inflight`] and [`unique`] define the maps, their insertions and their look-ups by key; [`unique_entries`] has the
//! insertions and removals of `unique`. [`inspect`] implements the queries that both maps share, and [`engine`] contains
//! what both are built from.

mod builder;
mod engine;
mod entry_info;
mod inflight;
mod inspect;
mod live;
#[cfg(not(feature = "drained"))]
pub(crate) mod needs_drained;
#[cfg(feature = "drained")]
mod not_drained;
mod refused_arguments;
mod refused_methods;
mod report;
mod stats;
mod stuck;
mod unique;
mod unique_entries;

pub use builder::Builder;
pub use entry_info::EntryInfo;
pub use inflight::InflightMap;
pub use live::Live;
#[cfg(feature = "drained")]
pub use not_drained::NotDrained;
pub use report::Excess;
pub use stats::Stats;
pub use stuck::Stuck;
pub use unique::UniqueMap;
#[cfg(feature = "single-flight")]
pub(crate) use unique_entries::UniqueTicket;
