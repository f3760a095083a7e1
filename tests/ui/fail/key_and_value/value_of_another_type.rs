#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
static INFLIGHT: InflightMap<u64, u32> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id, value = name)]
fn handle(id: u64, name: &str) {}

fn main() {}
