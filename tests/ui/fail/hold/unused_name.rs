#![deny(warnings)]

use scoped_entry::scoped_entry;

struct Permit;

impl Drop for Permit {
    fn drop(&mut self) {}
}

#[scoped_entry(hold = Permit, guard = permit)]
fn handle() {}

fn main() {
    handle();
}
