#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::pin::Pin;
use std::sync::Arc;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = calls, key = id)]
fn literal(calls: InflightMap<u64>, id: u64) -> impl Future<Output = u64> {
    async move { id }
}

#[scoped_entry(map = calls, key = id)]
fn attached(calls: Arc<InflightMap<u64>>, id: u64) -> impl Future<Output = u64> {
    std::future::ready(id)
}

#[scoped_entry(map = calls, key = id)]
fn early(calls: Arc<InflightMap<u64>>, id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    if id == 0 {
        return Box::pin(std::future::ready(id));
    }
    Box::pin(async move { id })
}

fn main() {}
