use scoped_entry::{FlightMap, single_flight};

#[single_flight(map = map, key = id)]
async fn load(map: &FlightMap<u64, String>, id: u64) -> u64 {
    id
}

fn main() {}
