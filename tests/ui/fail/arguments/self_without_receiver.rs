#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
struct Service {
    inflight: InflightMap<u64>,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id)]
    fn handle(id: u64) {}
}

fn main() {}
