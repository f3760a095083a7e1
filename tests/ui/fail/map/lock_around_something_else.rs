#![allow(unused_variables)]

use scoped_entry::scoped_entry;
use std::sync::Mutex;

struct Service {
    inflight: Mutex<Vec<u64>>,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id, occupied = return)]
    fn handle(&self, id: u64) {}
}

fn main() {}
