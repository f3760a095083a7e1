#![allow(unused_variables)]

use scoped_entry::InflightMap;
use std::pin::Pin;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

// The line of the attribute in the other one of the pair.
fn handle(id: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    let local = std::rc::Rc::new(id);
    Box::pin(async move {
        std::future::ready(()).await;
        *local
    })
}

fn main() {}
