#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::pin::Pin;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

struct Service {
    calls: InflightMap<u64>,
}

impl Service {
    #[scoped_entry(map = self.calls, key = id)]
    fn literal(&self, id: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
        Box::pin(async move { id })
    }

    #[scoped_entry(map = self.calls, key = id)]
    fn attached(&self, id: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
        Box::pin(std::future::ready(id))
    }

    #[scoped_entry(map = self.calls, key = id)]
    fn early(&self, id: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
        if id == 0 {
            return Box::pin(std::future::ready(id));
        }
        Box::pin(async move { id })
    }

    #[scoped_entry(map = self.calls, key = id)]
    fn opaque(&self, id: u64) -> impl Future<Output = u64> + 'static {
        async move { id }
    }
}

fn main() {}
