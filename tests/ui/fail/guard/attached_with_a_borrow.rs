#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::{future::Future, sync::Arc};

struct App {
    inflight: Arc<InflightMap<u64>>,
}

fn spawn(_: impl Future + Send + 'static) {}

#[scoped_entry(map = app.inflight, key = id, guard = entry)]
async fn accept(app: &App, id: u64) {
    spawn(entry.attach(async move { id + 1 }));
}

fn main() {}
