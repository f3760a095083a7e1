#![allow(unused_variables)]

use scoped_entry::{UniqueMap, scoped_entry};

struct Service {
    payments: UniqueMap<String, u32>,
}

impl Service {
    #[scoped_entry(map = self.payments, key = key, occupied = Err("busy"))]
    fn a_result(&self, key: &str) -> Result<(), &'static str> {
        Ok(())
    }

    #[scoped_entry(map = self.payments, key = key, occupied = |existing| existing)]
    fn the_existing_one(&self, key: &str) -> u32 {
        0
    }
}

fn main() {}
