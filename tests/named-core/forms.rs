//! Every form of expansion, where `::core` is another crate than the standard library's.

use scoped_entry::{FlightMap, InflightMap, UniqueMap, enter, scoped_entry, single_flight};
use std::{
    future::{Future, ready},
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

static CALLS: InflightMap<u64> = InflightMap::new();
static JOBS: std::sync::LazyLock<UniqueMap<u64, u64>> = std::sync::LazyLock::new(UniqueMap::new);
static LOOKUPS: std::sync::LazyLock<FlightMap<u64, u64>> = std::sync::LazyLock::new(FlightMap::new);

struct Permit;

impl Drop for Permit {
    fn drop(&mut self) {}
}

#[scoped_entry(map = CALLS, key = id)]
fn plain(id: u64) -> Option<usize> {
    CALLS.count(&id).checked_add(0)
}

#[scoped_entry(map = CALLS, key = (id), guard = entry)]
fn named(id: u64) -> usize {
    drop(entry);
    CALLS.count(&id)
}

#[scoped_entry(hold = Permit)]
fn held() -> usize {
    1
}

#[scoped_entry(map = JOBS, key = id, value = id, occupied = return 0)]
fn occupied(id: u64) -> u64 {
    1 + occupied(id)
}

#[scoped_entry(map = JOBS, key = id, value = 7, occupied = |existing| return existing)]
async fn existing(id: u64) -> u64 {
    Box::pin(existing_again(id)).await
}

async fn existing_again(id: u64) -> u64 {
    existing(id).await + 1
}

#[scoped_entry(map = CALLS, key = id)]
fn carried(id: u64) -> impl Future<Output = usize> {
    async move { CALLS.count(&id) }
}

#[scoped_entry(map = CALLS, key = id)]
fn carried_early(id: u64) -> Pin<Box<dyn Future<Output = usize>>> {
    if id == 0 {
        return Box::pin(ready(CALLS.count(&id)));
    }
    Box::pin(async move { CALLS.count(&id) })
}

#[scoped_entry(map = JOBS, key = id, value = 0, occupied = return ready(0))]
fn carried_or_occupied(id: u64) -> impl Future<Output = usize> {
    ready(JOBS.len())
}

#[scoped_entry(map = CALLS, key = id)]
fn iterator(id: u64) -> Box<dyn Iterator<Item = usize>> {
    Box::new(std::iter::once_with(move || CALLS.count(&id)))
}

#[single_flight(map = LOOKUPS, key = id)]
async fn shared(id: u64) -> u64 {
    id + 1
}

#[single_flight(map = LOOKUPS, key = id)]
fn shared_by_threads(id: u64) -> u64 {
    id + 1
}

fn statements(id: u64) -> usize {
    enter!(map = CALLS, key = id);
    enter!(map = JOBS, key = id, value = 0, occupied = return 0);
    enter!(hold = Permit);
    CALLS.len() + JOBS.len()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here is pending"),
    }
}

#[test]
fn an_expansion_names_no_crate_but_ours() {
    assert_eq!((plain(1), named(1), held(), occupied(1)), (Some(1), 0, 1, 1));
    assert_eq!(block_on(existing(1)), 8);
    assert_eq!((block_on(carried(1)), block_on(carried_early(0)), block_on(carried_early(1))), (1, 1, 1));
    assert_eq!(block_on(carried_or_occupied(1)), 1);
    assert_eq!(iterator(1).sum::<usize>(), 1);
    assert_eq!((block_on(shared(1)), shared_by_threads(1)), (2, 2));
    assert_eq!(statements(1), 2);
    assert!(CALLS.is_empty() && JOBS.is_empty());
}
