#![allow(unused_variables)]

use scoped_entry::scoped_entry;

struct Permit;

impl Drop for Permit {
    fn drop(&mut self) {}
}

async fn acquire() -> Permit {
    Permit
}

#[scoped_entry(hold = acquire())]
async fn handle(id: u64) {}

fn main() {}
