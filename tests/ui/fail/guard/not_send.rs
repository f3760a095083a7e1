#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::rc::Rc;

#[scoped_entry(map = Rc::clone(&map), key = id)]
async fn handle(map: Rc<InflightMap<u64>>, id: u64) {
    drop(map);
    std::future::ready(()).await;
}

fn spawn(_: impl Future + Send) {}

fn main() {
    spawn(handle(Rc::new(InflightMap::new()), 1));
}
