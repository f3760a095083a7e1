//! More threads, and more steps, in orders drawn by chance. What shuttle does not do is to show a thread an old value: that
//! is loom's part.

#[path = "../../../../runtime/src/maps/builder.rs"]
mod builder;
mod engine;
#[path = "../../../../runtime/src/maps/entry_info.rs"]
mod entry_info;
#[path = "../../../../runtime/src/maps/inflight.rs"]
mod inflight;
#[path = "../../../../runtime/src/maps/inspect.rs"]
mod inspect;
#[path = "../../../../runtime/src/maps/live.rs"]
mod live;
#[path = "../../../../runtime/src/maps/not_drained.rs"]
mod not_drained;
#[path = "../../../../runtime/src/maps/report.rs"]
mod report;
#[path = "../../../../runtime/src/maps/stats.rs"]
mod stats;
#[path = "../../../../runtime/src/maps/stuck.rs"]
mod stuck;
#[path = "../../../../runtime/src/maps/unique.rs"]
mod unique;
#[path = "../../../../runtime/src/maps/unique_entries.rs"]
mod unique_entries;

mod burst;
mod calls;
mod flights;
mod scrapes;
mod single_flight;
mod spin_lock;
mod thread_slots;
mod waiters;

pub(crate) use builder::Builder;
pub(crate) use entry_info::EntryInfo;
pub(crate) use inflight::InflightMap;
pub(crate) use live::Live;
pub(crate) use not_drained::NotDrained;
pub(crate) use report::Excess;
pub(crate) use stats::Stats;
pub(crate) use stuck::Stuck;
pub(crate) use unique::UniqueMap;
pub(crate) use unique_entries::UniqueTicket;

use crate::bounds::at_most;
use shuttle::{
    Config, Runner,
    scheduler::{PctScheduler, RandomScheduler},
};
use std::{hash::BuildHasherDefault, hash::DefaultHasher};

/// The same one each time, so that an order can be run again.
type Hasher = BuildHasherDefault<DefaultHasher>;

/// Orders in which any thread may be the next one, and orders in which threads have priorities that change three times.
fn model(orders: usize, run: impl Fn() + Send + Sync + Clone + 'static) {
    let orders = if at_most().is_some() { 200 * orders } else { orders };
    let mut config = Config::new();
    config.max_time = at_most().map(|time| time / 2);
    let run = move || {
        engine::clock::begin();
        run();
    };
    Runner::new(RandomScheduler::new(orders), config.clone()).run(run.clone());
    Runner::new(PctScheduler::new(3, orders), config).run(run);
}
