#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry("inflight", key = id)]
fn handle(id: u64) {}

fn main() {}
