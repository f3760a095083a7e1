#![allow(unused_variables)]

use scoped_entry::{UniqueMap, scoped_entry};
struct Service {
    payments: UniqueMap<String, u32>,
}

impl Service {
    #[scoped_entry(map = self.payments, key = key, occupied = |existing| existing.wrapping_add(1))]
    fn pay(&self, key: &str) -> u32 {
        0
    }
}

fn main() {}
