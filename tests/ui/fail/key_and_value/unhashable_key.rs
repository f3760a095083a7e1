#![allow(unused_variables)]

use scoped_entry::scoped_entry;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

#[derive(Clone)]
struct Id(u64);

static INFLIGHT: LazyLock<Mutex<HashMap<Id, ()>>> = LazyLock::new(Default::default);

#[scoped_entry(map = INFLIGHT, key = id, occupied = return)]
fn handle(id: Id) {}

fn main() {}
