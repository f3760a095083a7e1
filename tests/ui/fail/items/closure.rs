#![allow(unused_variables)]

use scoped_entry::{FlightMap, InflightMap, scoped_entry, single_flight};

fn calls(calls: &InflightMap<u64>) {
    let double = #[scoped_entry(map = calls, key = id)]
    |id: u64| id * 2;
    assert_eq!(double(2), 4);
}

fn flights(flights: &FlightMap<u64, u64>) {
    let double = #[single_flight(map = flights, key = id)]
    move |id: u64| { id * 2 };
    assert_eq!(double(2), 4);
}

fn main() {}
