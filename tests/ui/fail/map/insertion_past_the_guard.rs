#![allow(unused_variables)]

use scoped_entry::{CallSite, InflightMap, SharedKeys};
fn past_the_guard(map: &InflightMap<u64>) {
    SharedKeys::insert(map, 1, (), CallSite(std::panic::Location::caller()));
}

fn main() {}
