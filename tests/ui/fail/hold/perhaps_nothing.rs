#![allow(unused_variables)]

use scoped_entry::scoped_entry;

struct Permit;

impl Drop for Permit {
    fn drop(&mut self) {}
}

fn acquire() -> Option<Permit> {
    Some(Permit)
}

#[scoped_entry(hold = acquire())]
fn handle(id: u64) -> u64 {
    id
}

fn main() {}
