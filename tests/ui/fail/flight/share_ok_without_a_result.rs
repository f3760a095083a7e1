use scoped_entry::{FlightMap, single_flight};

#[single_flight(map = map, key = id, share = ok)]
fn load(map: &FlightMap<u64, u64>, id: u64) -> Option<u64> {
    Some(id)
}

fn main() {}
