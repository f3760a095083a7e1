//! Few threads, in every order.

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

mod identity;
mod limits;
mod questions;
mod reports;
mod spin_lock;
mod waiters;
mod waits;

use builder::Builder;
use entry_info::EntryInfo;
use inflight::InflightMap;
use live::Live;
use not_drained::NotDrained;
use report::Excess;
use stats::Stats;
use stuck::Stuck;
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

/// A thread that enters in the shard of `slot`.
fn side_by_side<M: 'static, R: 'static>(
    map: &Arc<M>,
    slot: u8,
    call: impl FnOnce(&Arc<M>) -> R + 'static,
) -> JoinHandle<R> {
    let map = Arc::clone(map);
    spawn(move || {
        engine::thread_slot::take_slot(slot);
        call(&map)
    })
}
