#![allow(unused_variables)]

use scoped_entry::scoped_entry;

struct Permit;

impl Drop for Permit {
    fn drop(&mut self) {}
}

fn acquire() -> Result<Permit, u64> {
    Ok(Permit)
}

#[scoped_entry(hold = acquire())]
fn handle(id: u64) -> Result<u64, u64> {
    Ok(id)
}

fn main() {}
