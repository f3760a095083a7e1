#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};

struct Service {
    inflight: InflightMap<u64>,
}

impl Service {
    #[scoped_entry(map = "self.inflight", key = id)]
    fn handle(&self, id: u64) {}

    #[scoped_entry(map = "the map", key = id)]
    fn call(&self, id: u64) {}

    #[scoped_entry(hold = "self.permit()")]
    fn query(&self) {}
}

fn main() {}
