#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
struct Call {
    name: String,
}

static INFLIGHT: InflightMap<u64, String> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = 1, value = call.name)]
fn handle(call: &Call) {}

fn main() {}
