#![allow(unused_variables)]

use scoped_entry::{UniqueMap, scoped_entry};
struct Service {
    payments: UniqueMap<String, u32>,
}

impl Service {
    #[scoped_entry(map = self.payments, key = key, occupied = self.refuse())]
    fn pay(&self, key: &str) -> Result<(), &'static str> {
        Ok(())
    }

    fn refuse(&self) -> Result<(), &'static str> {
        Err("busy")
    }
}

fn main() {}
