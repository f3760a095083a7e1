#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, kye = id)]
#[scoped_entry(map = INFLIGHT)]
fn handle(id: u64) -> impl Future<Output = u64> {
    async move { id }
}

fn main() {}
