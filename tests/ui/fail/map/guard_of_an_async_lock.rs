#![allow(unused_variables)]

use scoped_entry::scoped_entry;
use std::collections::HashMap;

// As tokio's.
struct MutexGuard<T>(T);

struct Mutex<T>(T);

impl<T: Clone> Mutex<T> {
    async fn lock(&self) -> MutexGuard<T> {
        MutexGuard(self.0.clone())
    }
}

#[scoped_entry(map = calls.lock().await, key = id, occupied = return)]
async fn call(calls: &Mutex<HashMap<u64, ()>>, id: u64) {}

fn main() {}
