#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(text: &str) -> Result<(), std::num::ParseIntError> {
    let id: u64 = text.parse()?;
    Ok(())
}

fn main() {}
