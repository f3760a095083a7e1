#![allow(unused_variables)]

use scoped_entry::scoped_entry;

struct Permit;

impl Drop for Permit {
    fn drop(&mut self) {}
}

#[scoped_entry(hold = ())]
fn unit(id: u64) {}

#[scoped_entry(hold = id)]
fn number(id: u64) {}

#[scoped_entry(hold = permit)]
fn reference(permit: &Permit) {}

#[scoped_entry(hold = permit)]
fn exclusive_reference(permit: &mut Permit) {}

fn main() {}
