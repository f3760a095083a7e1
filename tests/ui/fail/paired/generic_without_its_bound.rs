#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle<T>(id: u64, value: T) -> T {
    let copy = value.clone();
    copy
}

fn main() {}
