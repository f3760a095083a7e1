#![allow(unused_variables)]

use scoped_entry::{UniqueMap, scoped_entry};
struct Service {
    payments: UniqueMap<String>,
}

impl Service {
    #[scoped_entry(map = self.payments, key = key)]
    fn pay(&self, key: &str) {}
}

fn main() {}
