#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};

struct Service<K> {
    inflight: InflightMap<K>,
}

impl<K> Service<K> {
    #[scoped_entry(map = self.inflight, key = key)]
    fn handle(&self, key: K) {}
}

fn main() {}
