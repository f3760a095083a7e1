#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::pin::Pin;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
#[track_caller]
fn handle(id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    if id == 0 {
        return Box::pin(std::future::ready(id));
    }
    Box::pin(async move { id })
}

fn main() {}
