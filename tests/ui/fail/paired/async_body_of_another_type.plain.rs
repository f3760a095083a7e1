#![allow(unused_variables)]

use scoped_entry::InflightMap;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

// The line of the attribute in the other one of the pair.
async fn handle(id: u64) -> Result<u64, String> {
    let doubled = std::future::ready(id).await;
    doubled
}

fn main() {}
