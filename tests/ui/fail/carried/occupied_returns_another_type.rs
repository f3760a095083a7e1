#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use scoped_entry::UniqueMap;
use std::pin::Pin;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = calls, key = id, occupied = return std::future::ready(id))]
fn opaque(calls: &'static UniqueMap<u64>, id: u64) -> impl Future<Output = u64> {
    async move { id }
}

#[scoped_entry(map = calls, key = id, occupied = return Err(id))]
fn boxed(calls: &'static UniqueMap<u64>, id: u64) -> Pin<Box<dyn Future<Output = Result<u64, u64>>>> {
    Box::pin(async move { Ok(id) })
}

fn main() {}
