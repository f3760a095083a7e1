#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

fn spawn(_: impl Future + Send) {}

#[scoped_entry(map = INFLIGHT, key = id)]
async fn handle(id: u64) -> u64 {
    let local = std::rc::Rc::new(id);
    std::future::ready(()).await;
    *local
}

fn caller() {
    spawn(handle(1));
}

fn main() {}
