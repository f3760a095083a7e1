#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::sync::OnceLock;

static CALLS: OnceLock<InflightMap<u64>> = OnceLock::new();

struct Service {
    inflight: Option<InflightMap<u64>>,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id)]
    fn handle(&self, id: u64) {}

    #[scoped_entry(map = CALLS, key = id)]
    fn call(&self, id: u64) {}
}

fn main() {}
