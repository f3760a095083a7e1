use scoped_entry::{FlightMap, single_flight};
use std::{fmt::Display, future::Future, pin::Pin};

#[single_flight(map = map, key = id)]
fn shown(map: &FlightMap<u64, u64>, id: u64) -> impl Display {
    id
}

#[single_flight(map = map, key = id)]
fn later(map: &FlightMap<u64, u64>, id: u64) -> impl Future<Output = u64> {
    async move { id }
}

#[single_flight(map = map, key = id)]
fn boxed(map: &FlightMap<u64, u64>, id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    Box::pin(async move { id })
}

#[single_flight(map = map, key = id)]
fn never(map: &FlightMap<u64, u64>, id: u64) -> ! {
    panic!("{id}")
}

fn main() {}
