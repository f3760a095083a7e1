#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

struct Permit;

impl Drop for Permit {
    fn drop(&mut self) {}
}

#[scoped_entry(hold = Permit, map = INFLIGHT, key = id, value = (), occupied = return)]
fn handle(id: u64) {}

fn main() {}
