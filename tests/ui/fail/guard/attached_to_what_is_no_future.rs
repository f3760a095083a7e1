#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::{future::Future, sync::Arc};

fn spawn(_: impl Future + Send + 'static) {}

#[scoped_entry(map = Arc::clone(inflight), key = id, guard = entry)]
fn accept(inflight: &Arc<InflightMap<u64>>, id: u64) {
    spawn(entry.attach(async move || id + 1));
}

fn main() {}
