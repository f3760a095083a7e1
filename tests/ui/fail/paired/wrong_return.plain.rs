#![allow(unused_variables)]

use scoped_entry::InflightMap;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

// The line of the attribute in the other one of the pair.
fn handle(id: u64) -> Result<u64, String> {
    if id == 0 {
        return Err(0);
    }
    Ok(id)
}

fn main() {}
