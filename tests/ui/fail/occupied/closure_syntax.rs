#![allow(unused_variables)]

use scoped_entry::{UniqueMap, scoped_entry};
struct Service {
    payments: UniqueMap<String, u32>,
}

impl Service {
    #[scoped_entry(map = self.payments, key = key, occupied = move |existing| return existing)]
    fn with_move(&self, key: &str) -> u32 {
        0
    }

    #[scoped_entry(map = self.payments, key = key, occupied = |existing| -> u32 { return existing })]
    fn with_a_return_type(&self, key: &str) -> u32 {
        0
    }

    #[scoped_entry(map = self.payments, key = key, occupied = || return 1)]
    fn without_a_pattern(&self, key: &str) -> u32 {
        0
    }

    #[scoped_entry(map = self.payments, key = key, occupied = |key, existing| return existing)]
    fn with_two_patterns(&self, key: &str) -> u32 {
        0
    }
}

fn main() {}
