#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
struct Started(std::time::Instant);

static INFLIGHT: InflightMap<u64, Started> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) {}

fn main() {}
