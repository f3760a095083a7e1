#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::pin::Pin;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    let text = id.to_string();
    Box::pin(async move { text })
}

fn main() {}
