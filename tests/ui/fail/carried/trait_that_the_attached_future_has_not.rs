#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

trait Named {}

impl Named for std::future::Ready<u64> {}

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) -> impl Future<Output = u64> + Named {
    std::future::ready(id)
}

fn main() {}
