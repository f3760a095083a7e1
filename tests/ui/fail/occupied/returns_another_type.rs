#![allow(unused_variables)]

use scoped_entry::{UniqueMap, scoped_entry};
struct Service {
    payments: UniqueMap<String, u32>,
}

impl Service {
    #[scoped_entry(map = self.payments, key = key, occupied = |existing| return existing)]
    fn pay(&self, key: &str) -> Result<u32, String> {
        Ok(0)
    }
}

fn main() {}
