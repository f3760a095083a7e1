#![allow(unused_variables)]

use scoped_entry::scoped_entry;
struct Registry;

struct Service {
    inflight: Registry,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id)]
    fn handle(&self, id: u64) {}
}

fn main() {}
