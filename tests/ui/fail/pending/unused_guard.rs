#![deny(unused)]

use scoped_entry::{PendingMap, scoped_entry};

#[scoped_entry(map = pending, key = id, guard = reply, occupied = return)]
async fn call(pending: &PendingMap<u64, String>, id: u64) {
    reply;
}

fn main() {}
