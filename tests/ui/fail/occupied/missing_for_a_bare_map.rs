#![allow(unused_variables)]

use scoped_entry::scoped_entry;
use std::collections::HashMap;
use std::sync::Mutex;

struct Service {
    payments: Mutex<HashMap<String, ()>>,
}

impl Service {
    #[scoped_entry(map = self.payments, key = key)]
    fn pay(&self, key: &str) {}
}

fn main() {}
