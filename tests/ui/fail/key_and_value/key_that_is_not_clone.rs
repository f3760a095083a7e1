#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
struct Id(u64);

static INFLIGHT: InflightMap<Id> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: Id) {}

fn main() {}
