#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
#[scoped_entry(map = &mut *map, key = id)]
fn handle(map: &mut InflightMap<u64>, id: u64) {}

fn main() {}
