#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
static INFLIGHT: InflightMap<u64> = InflightMap::new();

struct Service;

#[scoped_entry(map = INFLIGHT, key = id)]
impl Service {
    fn handle(&self, id: u64) {}
}

fn main() {}
