#![allow(unused_variables)]

use scoped_entry::InflightMap;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

fn spawn(_: impl Future + Send) {}

// The line of the attribute in the other one of the pair.
async fn handle(id: u64) -> u64 {
    let local = std::rc::Rc::new(id);
    std::future::ready(()).await;
    *local
}

fn caller() {
    spawn(handle(1));
}

fn main() {}
