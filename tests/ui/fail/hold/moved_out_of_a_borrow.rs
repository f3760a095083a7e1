#![allow(unused_variables)]

use scoped_entry::scoped_entry;

struct Permit;

impl Drop for Permit {
    fn drop(&mut self) {}
}

struct Service {
    permit: Permit,
}

impl Service {
    #[scoped_entry(hold = self.permit)]
    fn handle(&self) {}
}

fn main() {}
