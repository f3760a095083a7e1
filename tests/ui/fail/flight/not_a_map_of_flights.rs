use scoped_entry::{InflightMap, single_flight};

#[single_flight(map = map, key = id)]
fn load(map: &InflightMap<u64>, id: u64) -> u64 {
    id
}

fn main() {}
