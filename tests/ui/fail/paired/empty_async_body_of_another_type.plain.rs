#![allow(unused_variables)]

use scoped_entry::InflightMap;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

// The line of the attribute in the other one of the pair.
async fn handle(id: u64) -> u64 {}

fn main() {}
