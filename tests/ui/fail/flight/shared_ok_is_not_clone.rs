use scoped_entry::{FlightMap, single_flight};

struct Row;

#[single_flight(map = map, key = id, share = ok)]
fn row(map: &FlightMap<u64, Row>, id: u64) -> Result<Row, u64> {
    if id == 0 { Err(id) } else { Ok(Row) }
}

fn main() {}
