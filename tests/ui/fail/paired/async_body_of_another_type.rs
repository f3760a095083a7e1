#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
async fn handle(id: u64) -> Result<u64, String> {
    let doubled = std::future::ready(id).await;
    doubled
}

fn main() {}
