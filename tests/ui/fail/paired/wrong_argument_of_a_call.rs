#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

fn load(name: &str) {}

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) {
    load(id);
}

fn main() {}
