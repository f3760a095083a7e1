#![allow(unused_variables)]

use scoped_entry::InflightMap;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

// The line of the attribute in the other one of the pair.
fn handle(id: u64) -> String {}

fn main() {}
