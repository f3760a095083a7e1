#![allow(unused_variables)]

use scoped_entry::{UniqueMap, scoped_entry};
struct Service {
    payments: UniqueMap<String, Payment>,
}

#[derive(Default)]
struct Payment;

impl Service {
    #[scoped_entry(map = self.payments, key = key, occupied = |existing| return Some(existing))]
    fn pay(&self, key: &str) -> Option<Payment> {
        None
    }
}

fn main() {}
