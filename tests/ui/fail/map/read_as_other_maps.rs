#![allow(unused_variables)]

use scoped_entry::{InflightMap, UniqueMap};

fn read(calls: &InflightMap<u64>, payments: &UniqueMap<String, u64>) -> u64 {
    for (id, _) in calls.iter() {
        println!("{id}");
    }
    payments.iter().map(|(_, value)| value).sum()
}

fn main() {}
