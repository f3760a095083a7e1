#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::sync::Arc;
use std::thread;

struct App {
    inflight: InflightMap<u64>,
}

#[scoped_entry(map = app.inflight, key = id)]
fn handle(app: Arc<App>, id: u64) {
    thread::spawn(move || drop(app)).join().unwrap();
}

fn main() {}
