#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
static INFLIGHT: InflightMap<u64> = InflightMap::new();

struct Rows;

impl futures_core::Stream for Rows {
    type Item = u64;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<u64>> {
        std::task::Poll::Ready(None)
    }
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) -> impl futures_core::Stream<Item = u64> {
    Rows
}

fn main() {}
