#![deny(unused_mut, unused_must_use, unreachable_code, dead_code)]

use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) -> Result<u64, u64> {
    let mut doubled = id * 2;
    Ok::<u64, u64>(doubled);
    return Ok(doubled);
    Ok(id)
}

fn main() {}
