#![allow(unused_variables)]

use scoped_entry::{FlightMap, InflightMap, scoped_entry, single_flight};

#[scoped_entry(map = calls, key = (tenant, id))]
fn handle(calls: &InflightMap<(String, u64)>, tenant: &str, text: &str) -> Option<u64> {
    let (id, rest): (u64, &str) = (text.parse().ok()?, "");
    Some(id)
}

#[single_flight(map = flights, key = id)]
async fn load(flights: &FlightMap<u64, u64>, text: &str) -> u64 {
    let id = text.len() as u64;
    id
}

fn main() {}
