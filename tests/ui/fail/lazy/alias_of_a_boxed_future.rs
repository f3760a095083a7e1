#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
static INFLIGHT: InflightMap<u64> = InflightMap::new();

type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle<'a>(id: &'a u64) -> BoxFuture<'a, u64> {
    Box::pin(async move { *id })
}

fn main() {}
