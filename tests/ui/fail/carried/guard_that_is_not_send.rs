#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::pin::Pin;
use std::rc::Rc;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = Rc::clone(calls), key = id)]
fn literal(calls: &Rc<InflightMap<u64>>, id: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    Box::pin(async move { id })
}

#[scoped_entry(map = Rc::clone(calls), key = id)]
fn attached(calls: &Rc<InflightMap<u64>>, id: u64) -> impl Future<Output = u64> + Send + use<> {
    std::future::ready(id)
}

fn main() {}
