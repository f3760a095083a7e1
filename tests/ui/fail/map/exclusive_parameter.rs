#![allow(unused_variables)]

use scoped_entry::{InflightMap, UniqueMap, scoped_entry};

#[scoped_entry(map = map, key = id)]
fn handle(map: &mut InflightMap<u64>, id: u64) {}

#[scoped_entry(map = map, key = id, occupied = return)]
fn pay(map: &mut UniqueMap<u64>, id: u64) {}

fn main() {}
