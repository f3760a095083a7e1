#![allow(unused_variables)]

use scoped_entry::scoped_entry;

struct Permit;

impl Drop for Permit {
    fn drop(&mut self) {}
}

#[scoped_entry(hold = Permit)]
fn handle() {
    drop(__entry);
}

fn main() {}
