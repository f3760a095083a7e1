#![deny(unused_must_use)]

use scoped_entry::{InflightMap, scoped_entry};
use std::sync::Arc;

#[scoped_entry(map = Arc::clone(inflight), key = id, guard = entry)]
fn accept(inflight: &Arc<InflightMap<u64>>, id: u64) {
    entry.attach(std::thread::spawn(move || id + 1));
}

fn main() {}
