#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use futures_core::Stream;
use std::pin::Pin;

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
fn handle(id: u64) -> Pin<Box<dyn Stream<Item = u64>>> {
    Box::pin(Rows)
}

fn main() {}
