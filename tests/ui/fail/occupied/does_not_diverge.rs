#![allow(unused_variables)]

use scoped_entry::{UniqueMap, scoped_entry};
struct Service {
    payments: UniqueMap<String, u32>,
}

impl Service {
    #[scoped_entry(map = self.payments, key = key, occupied = Err("busy"))]
    fn pay(&self, key: &str) -> Result<(), &'static str> {
        Ok(())
    }
}

fn main() {}
