#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
struct Service {
    inflight: InflightMap<u64>,
    handled: u64,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id)]
    fn handle(&mut self, id: u64) {
        self.count();
    }

    fn count(&mut self) {
        self.handled += 1;
    }
}

fn main() {}
