#![allow(unused_variables)]

use scoped_entry::scoped_entry;
use std::collections::HashMap;

// As tokio's.
mod tokio_sync {
    #[derive(Default)]
    pub struct Mutex<T>(T);
}

struct Service {
    inflight: tokio_sync::Mutex<HashMap<u64, ()>>,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id, occupied = return)]
    async fn handle(&self, id: u64) {}
}

fn main() {}
