#![allow(unused_variables)]

use scoped_entry::scoped_entry;
use std::collections::HashMap;
use std::sync::Mutex;

struct Service {
    inflight: Mutex<HashMap<u64, ()>>,
}

impl Service {
    #[scoped_entry(map = self.inflight.lock().unwrap(), key = id, occupied = return)]
    fn handle(&self, id: u64) {}
}

fn main() {}
