#![allow(unused_variables)]

use scoped_entry::scoped_entry;
use std::{collections::HashSet, sync::RwLock};

#[scoped_entry(map = jobs.write(), key = id, occupied = return)]
fn run(jobs: &RwLock<HashSet<u64>>, id: u64) {}

fn main() {}
