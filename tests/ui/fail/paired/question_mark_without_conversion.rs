#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) -> Result<u64, std::fmt::Error> {
    let parsed: u64 = "1".parse()?;
    Ok(parsed + id)
}

fn main() {}
