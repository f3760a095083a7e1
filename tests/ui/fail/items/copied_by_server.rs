#![allow(unused_variables)]

use scoped_entry::{FlightMap, InflightMap, scoped_entry, single_flight};
use std::sync::LazyLock;

static INFLIGHT: InflightMap<u64> = InflightMap::new();
static LOADS: LazyLock<FlightMap<u64, u64>> = LazyLock::new(FlightMap::new);

// What leptos's `#[server]` makes of a function with the attribute below it.
#[scoped_entry(map = INFLIGHT, key = id)]
async fn handle(id: u64) -> u64 {
    __server_handle(id).await
}

#[doc(hidden)]
#[scoped_entry(map = INFLIGHT, key = id)]
async fn __server_handle(id: u64) -> u64 {
    id
}

#[single_flight(map = LOADS, key = id)]
async fn load(id: u64) -> u64 {
    __server_load(id).await
}

#[doc(hidden)]
#[single_flight(map = LOADS, key = id)]
async fn __server_load(id: u64) -> u64 {
    id
}

fn main() {}
