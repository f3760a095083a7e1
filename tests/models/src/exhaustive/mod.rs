//! Few threads, in every order.

#[path = "../../../../runtime/src/maps/books.rs"]
mod books;
#[path = "../../../../runtime/src/maps/builder.rs"]
mod builder;
#[path = "../../../../runtime/src/maps/call_sites.rs"]
mod call_sites;
#[path = "../../../../runtime/src/maps/clock.rs"]
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

mod identity;
mod limits;
mod questions;
mod reports;
mod spin_lock;
mod waiters;
mod waits;

use builder::Builder;
use drained::NotDrained;
use excess::Excess;
use inflight::InflightMap;
use live::Live;
use stats::Stats;
use unique::UniqueMap;

use crate::bounds::{exhaust, interruptions};
use loom::thread::{JoinHandle, spawn};
use std::sync::Arc;

/// All orders in which at most three times a thread is interrupted by another one, which is where bugs are found.
fn model(run: impl Fn() + Send + Sync + 'static) {
    model_interrupted(3, run);
}

fn model_interrupted(times: usize, run: impl Fn() + Send + Sync + 'static) {
    exhaust(Some(interruptions(times)), run);
}

/// A thread that enters in the shard of `lane`.
fn side_by_side<M: 'static, R: 'static>(
    map: &Arc<M>,
    lane: u8,
    call: impl FnOnce(&Arc<M>) -> R + 'static,
) -> JoinHandle<R> {
    let map = Arc::clone(map);
    spawn(move || {
        thread::take_lane(lane);
        call(&map)
    })
}
