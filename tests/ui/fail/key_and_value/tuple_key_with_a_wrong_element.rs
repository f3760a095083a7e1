#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
static INFLIGHT: InflightMap<(String, u64)> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = (tenant, id))]
fn handle(tenant: &str, id: u32) {}

fn main() {}
