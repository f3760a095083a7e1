#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
#[scoped_entry(map = InflightMap::<u64>::new(), key = id)]
fn handle(id: u64) {}

fn main() {}
