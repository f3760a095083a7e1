#![allow(unused_variables)]

use scoped_entry::scoped_entry;
use std::collections::HashMap;

struct Service {
    inflight: HashMap<u64, ()>,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id, occupied = return)]
    fn handle(&mut self, id: u64) {}
}

fn main() {}
