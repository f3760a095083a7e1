use scoped_entry::{FlightMap, single_flight};
use std::io;

#[single_flight(map = map, key = id)]
async fn load(map: &FlightMap<u64, io::Result<u64>>, id: u64) -> io::Result<u64> {
    Ok(id)
}

struct Row;

#[single_flight(map = map, key = id)]
fn row(map: &FlightMap<u64, Row>, id: u64) -> Row {
    assert!(map.contains_key(&id));
    Row
}

fn main() {}
