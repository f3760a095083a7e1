#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::pin::Pin;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

type BoxFuture = Pin<Box<dyn Future<Output = u64> + Send>>;

fn later(id: u64) -> BoxFuture {
    Box::pin(async move { id })
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn beside_a_number(id: u64) -> (impl Into<u64>, BoxFuture) {
    (id, later(id))
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn beside_an_error(id: u64) -> Result<BoxFuture, impl std::fmt::Display> {
    if id == 0 { Err("none") } else { Ok(later(id)) }
}

fn main() {}
