//! More threads, and more steps, in orders drawn by chance. What shuttle does not do is to show a thread an old value: that
//! is loom's part.

#[path = "../../../../runtime/src/maps/books.rs"]
mod books;
#[path = "../../../../runtime/src/maps/builder.rs"]
mod builder;
#[path = "../../../../runtime/src/maps/call_sites.rs"]
mod call_sites;
mod clock;
#[path = "../../../../runtime/src/maps/drained.rs"]
mod drained;
#[path = "../../../../runtime/src/maps/excess.rs"]
mod excess;
#[path = "../../../../runtime/src/maps/inflight.rs"]
mod inflight;
#[path = "../../../../runtime/src/maps/ledger.rs"]
mod ledger;
#[path = "../../../../runtime/src/maps/live.rs"]
mod live;
#[path = "../../../../runtime/src/maps/settings.rs"]
mod settings;
#[path = "../../../../runtime/src/maps/sharded.rs"]
mod sharded;
#[path = "../../../../runtime/src/maps/slab.rs"]
mod slab;
#[path = "../../../../runtime/src/maps/stamp.rs"]
mod stamp;
#[path = "../../../../runtime/src/maps/stats.rs"]
mod stats;
mod sync;
#[path = "../../../../runtime/src/maps/table.rs"]
mod table;
mod thread;
#[path = "../../../../runtime/src/maps/unique.rs"]
mod unique;

mod burst;
mod calls;
mod flight;
mod flights;
mod lanes;
mod scrapes;
mod spin_lock;
mod waiters;

use builder::Builder;
use drained::NotDrained;
use excess::Excess;
pub(crate) use inflight::InflightMap;
use live::Live;
pub(crate) use stats::Stats;
pub(crate) use unique::UniqueMap;

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
        clock::begin();
        run();
    };
    Runner::new(RandomScheduler::new(orders), config.clone()).run(run.clone());
    Runner::new(PctScheduler::new(3, orders), config).run(run);
}
