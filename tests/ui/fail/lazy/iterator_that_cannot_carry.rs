#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::pin::Pin;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn with_another_trait(id: u64) -> impl Iterator<Item = u64> + Clone {
    0..id
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn in_an_option(id: u64) -> Option<impl Iterator<Item = u64>> {
    Some(0..id)
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn not_yet_an_iterator(id: u64) -> impl IntoIterator<Item = u64> {
    vec![id]
}

#[scoped_entry(map = INFLIGHT, key = id)]
async fn in_a_future(id: u64) -> Box<dyn Iterator<Item = u64> + Send> {
    Box::new(0..id)
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn of_futures(id: u64) -> Box<dyn Iterator<Item = Pin<Box<dyn Future<Output = u64>>>>> {
    Box::new((0..id).map(|id| Box::pin(async move { id }) as _))
}

fn main() {}
