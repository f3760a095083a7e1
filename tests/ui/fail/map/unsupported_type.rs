#![allow(unused_variables)]

use scoped_entry::scoped_entry;
use std::cell::RefCell;
use std::collections::HashMap;

struct Service {
    inflight: RefCell<HashMap<u64, ()>>,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id, occupied = return)]
    fn handle(&self, id: u64) {}
}

fn main() {}
