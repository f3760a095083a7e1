#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
static INFLIGHT: InflightMap<u64> = InflightMap::new();

trait Service {
    type Future: Future<Output = u64>;
    fn call(&mut self, id: u64) -> Self::Future;
}

struct Counted<S>(S);

impl<S: Service> Service for Counted<S> {
    type Future = S::Future;

    #[scoped_entry(map = INFLIGHT, key = id)]
    fn call(&mut self, id: u64) -> Self::Future {
        self.0.call(id)
    }
}

fn main() {}
