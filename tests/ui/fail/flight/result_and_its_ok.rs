use scoped_entry::{FlightMap, single_flight};

#[single_flight(map = map, key = id)]
async fn load(map: &FlightMap<u64, u64>, id: u64) -> Result<u64, String> {
    Ok(id)
}

#[single_flight(map = map, key = id)]
fn load_blocking(map: &FlightMap<u64, u64>, id: u64) -> Result<u64, String> {
    Ok(id)
}

#[single_flight(map = map, key = id, share = ok)]
async fn load_ok(map: &FlightMap<u64, Result<u64, String>>, id: u64) -> Result<u64, String> {
    Ok(id)
}

fn main() {}
