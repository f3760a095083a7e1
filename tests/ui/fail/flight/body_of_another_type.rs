use scoped_entry::{FlightMap, single_flight};

#[single_flight(map = map, key = id)]
async fn load(map: &FlightMap<u64, String>, id: u64) -> String {
    if id == 0 {
        return 0;
    }
    id
}

#[single_flight(map = map, key = id)]
fn load_blocking(map: &FlightMap<u64, String>, id: u64) -> String {
    id
}

fn main() {}
