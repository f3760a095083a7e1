#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
static INFLIGHT: InflightMap<u64> = InflightMap::new();

// What `#[async_recursion]` hands on to an attribute below it.
#[scoped_entry(map = INFLIGHT, key = *id)]
fn handle<'life0, 'async_recursion>(
    id: &'life0 u64,
) -> core::pin::Pin<Box<dyn core::future::Future<Output = u64> + 'async_recursion + Send>>
where
    'life0: 'async_recursion,
{
    Box::pin(async move { *id })
}

fn main() {}
