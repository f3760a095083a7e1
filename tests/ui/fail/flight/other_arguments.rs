use scoped_entry::{FlightMap, single_flight};

#[single_flight(map = map, key = id, occupied = return 0)]
fn occupied(map: &FlightMap<u64, u64>, id: u64) -> u64 {
    id
}

#[single_flight(map = map, shared = ok)]
fn misspelt(map: &FlightMap<u64, u64>, id: u64) -> u64 {
    id
}

#[single_flight]
fn nothing(id: u64) -> u64 {
    id
}

fn main() {}
