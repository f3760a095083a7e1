#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::pin::Pin;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

struct Service {
    calls: InflightMap<u64>,
    handled: u64,
}

impl Service {
    fn add(&mut self, id: u64) -> u64 {
        self.handled += id;
        self.handled
    }

    #[scoped_entry(map = self.calls, key = id)]
    fn literal(&mut self, id: u64) -> impl Future<Output = u64> {
        async move { self.add(id) }
    }

    #[scoped_entry(map = self.calls, key = id)]
    fn early(&mut self, id: u64) -> Pin<Box<dyn Future<Output = u64> + '_>> {
        if id == 0 {
            return Box::pin(std::future::ready(id));
        }
        Box::pin(async move { self.add(id) })
    }
}

fn main() {}
