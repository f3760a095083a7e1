use scoped_entry::{FlightMap, single_flight};

#[single_flight(map = map, key = id, share = err)]
fn load(map: &FlightMap<u64, u64>, id: u64) -> Result<u64, u64> {
    Ok(id)
}

#[single_flight(map = map, key = id, share)]
fn load_again(map: &FlightMap<u64, u64>, id: u64) -> Result<u64, u64> {
    Ok(id)
}

fn main() {}
