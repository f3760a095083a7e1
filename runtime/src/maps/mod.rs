//! The maps of this crate. Entries are inserted and removed through guards only.
//!
//! [`inflight`] and [`unique`] insert and remove; [`inspect`] reads; [`engine`] is what both are made of.

mod builder;
mod engine;
mod entry_info;
mod inflight;
mod inspect;
mod live;
#[cfg(feature = "drained")]
mod not_drained;
mod refused_methods;
mod report;
mod stats;
mod unique;

pub use builder::Builder;
pub use entry_info::EntryInfo;
pub use inflight::InflightMap;
pub use live::Live;
#[cfg(feature = "drained")]
pub use not_drained::NotDrained;
pub use report::Excess;
pub use stats::Stats;
pub use unique::UniqueMap;
