#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
type Reply = std::future::Ready<u64>;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) -> Option<Reply> {
    Some(std::future::ready(id))
}

fn main() {}
