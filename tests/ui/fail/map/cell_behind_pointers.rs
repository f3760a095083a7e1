#![allow(unused_variables)]

use scoped_entry::scoped_entry;
use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

struct Service {
    jobs: Rc<RefCell<HashMap<u64, String>>>,
}

impl Service {
    #[scoped_entry(map = self.jobs, key = id, value = name, occupied = |name| return)]
    fn run(&self, id: u64, name: String) {}

    #[scoped_entry(map = Rc::clone(&self.jobs), key = id, guard = entry)]
    fn start(&self, id: u64) {
        drop(entry);
    }
}

#[scoped_entry(map = ids, key = id)]
fn call(ids: &RefCell<BTreeSet<u64>>, id: u64) -> impl Future<Output = u64> {
    async move { id }
}

fn main() {}
