#![allow(unused_variables)]

use scoped_entry::InflightMap;
use std::pin::Pin;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

// The line of the attribute in the other one of the pair.
fn handle(id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    let text = id.to_string();
    Box::pin(async move { text })
}

fn main() {}
