#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
static INFLIGHT: InflightMap<u64> = InflightMap::new();

trait Service {
    type Future: Future<Output = u64>;
    fn call(&mut self, id: u64) -> Self::Future;
}

struct Handler;

impl Service for Handler {
    type Future = std::future::Ready<u64>;

    #[scoped_entry(map = INFLIGHT, key = id)]
    fn call(&mut self, id: u64) -> Self::Future {
        std::future::ready(id)
    }
}

fn main() {}
