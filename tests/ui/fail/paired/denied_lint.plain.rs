#![deny(unused_mut, unused_must_use, unreachable_code, dead_code)]

use scoped_entry::InflightMap;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

// The line of the attribute in the other one of the pair.
fn handle(id: u64) -> Result<u64, u64> {
    let mut doubled = id * 2;
    Ok::<u64, u64>(doubled);
    return Ok(doubled);
    Ok(id)
}

fn main() {}
