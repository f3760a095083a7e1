#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::thread;

struct Service {
    inflight: InflightMap<u64>,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id, guard = entry)]
    fn handle(&self, id: u64) {
        thread::spawn(move || drop(entry));
    }
}

fn main() {}
