//! Arguments that are still to be written: the function compiles, and panics when it is called.

#![allow(unreachable_code, unused_variables)]

use scoped_entry::{FlightMap, InflightMap, enter, scoped_entry, single_flight};
use std::{
    future::Future,
    panic::{UnwindSafe, catch_unwind},
    pin::{Pin, pin},
    task::{Context, Waker},
};

static CALLS: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = CALLS, key = todo!())]
fn key(id: u64) -> u64 {
    id
}

#[scoped_entry(map = todo!(), key = id, value = id)]
fn map(id: u64) -> u64 {
    id
}

#[scoped_entry(map = CALLS, key = (unimplemented!("later"), id), occupied = return 0)]
fn element(id: u64) -> u64 {
    id
}

#[scoped_entry(hold = panic!("no permit yet"))]
async fn hold(id: u64) -> u64 {
    id
}

#[scoped_entry(map = todo!(), key = id)]
fn carried(id: u64) -> impl Future<Output = u64> {
    async move { id }
}

#[scoped_entry(map = todo!(), key = id)]
fn carried_in_a_box(id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    if id == 0 {
        return Box::pin(async { 0 });
    }
    Box::pin(async move { id })
}

fn statement(id: u64) -> u64 {
    enter!(map = todo!(), key = id);
    id
}

#[single_flight(map = todo!(), key = id)]
fn flight(map: &FlightMap<u64, u64>, id: u64) -> u64 {
    id
}

#[single_flight(map = map, key = todo!())]
async fn async_flight(map: &FlightMap<u64, u64>, id: u64) -> u64 {
    id
}

fn poll<F: Future>(future: F) {
    _ = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
}

fn panics<R>(call: impl FnOnce() -> R + UnwindSafe) -> bool {
    catch_unwind(call).is_err()
}

fn main() {
    assert!(panics(|| key(7)) && panics(|| map(7)) && panics(|| element(7)) && panics(|| statement(7)));
    assert!(panics(|| carried(7)) && panics(|| carried_in_a_box(7)) && panics(|| poll(hold(7))));
    assert!(panics(|| flight(&FlightMap::new(), 7)) && panics(|| poll(async_flight(&FlightMap::new(), 7))));
    assert!(CALLS.is_empty());
}
