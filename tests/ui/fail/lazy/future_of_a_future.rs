#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::pin::Pin;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

type Reply = Pin<Box<dyn Future<Output = u64> + Send>>;

#[scoped_entry(map = INFLIGHT, key = id)]
fn spelled(id: u64) -> impl Future<Output = impl Future<Output = u64>> {
    async move { async move { id } }
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn aliased(id: u64) -> Pin<Box<dyn Future<Output = Result<Reply, String>>>> {
    Box::pin(async move { Ok(Box::pin(async move { id }) as Reply) })
}

fn main() {}
