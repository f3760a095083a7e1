use scoped_entry::{FlightMap, scoped_entry};

#[scoped_entry(map = map, key = id)]
fn load(map: &FlightMap<u64, u64>, id: u64) -> u64 {
    id
}

fn main() {}
