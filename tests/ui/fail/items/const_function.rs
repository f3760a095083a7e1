#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
const fn handle(id: u64) -> u64 {
    id
}

const CALLERS_COMPILE: u64 = handle(1);

fn main() {}
