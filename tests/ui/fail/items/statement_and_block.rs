#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};

async fn calls(calls: &InflightMap<u64>) {
    #[scoped_entry(map = calls, key = id)]
    let double = |id: u64| id * 2;

    let seven = #[scoped_entry(map = calls, key = 7)]
    async { 7 };
    assert_eq!(seven.await, 7);
}

fn main() {}
