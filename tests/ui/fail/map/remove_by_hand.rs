#![allow(unused_variables)]

use scoped_entry::{InflightMap, UniqueMap};
fn by_hand(map: &InflightMap<u64>) {
    map.remove(&1);
}

fn one_entry_per_key(map: &UniqueMap<u64>) {
    map.remove(&1);
}

fn main() {}
