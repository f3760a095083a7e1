use scoped_entry::{InflightMap, scoped_entry};
use std::future::Future;

#[scoped_entry(map = map, key = id, guard = entry)]
fn handle(map: InflightMap<u64>, id: u64) -> impl Future<Output = u64> {
    entry.attach(async move { id + 1 })
}

fn main() {}
