#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
use std::pin::Pin;

static INFLIGHT: InflightMap<u64> = InflightMap::new();

type BoxFuture = Pin<Box<dyn Future<Output = u64> + Send>>;

fn later(id: u64) -> BoxFuture {
    Box::pin(async move { id })
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn tuple_in_a_result(id: u64) -> Result<(u64, BoxFuture), String> {
    Ok((id, later(id)))
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn vec_in_a_result(id: u64) -> Result<Vec<BoxFuture>, String> {
    Ok(vec![later(id)])
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn option_in_an_option(id: u64) -> Option<Option<BoxFuture>> {
    Some(Some(later(id)))
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn tuple_in_a_tuple(id: u64) -> ((BoxFuture, u8), u8) {
    ((later(id), 1), 2)
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn tuple_of_four(id: u64) -> (u8, u8, u8, BoxFuture) {
    (1, 2, 3, later(id))
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn array(id: u64) -> [BoxFuture; 1] {
    [later(id)]
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed_slice(id: u64) -> Box<[BoxFuture]> {
    Box::new([later(id)])
}

#[scoped_entry(map = INFLIGHT, key = id)]
async fn in_an_async_function(id: u64) -> Result<(u64, BoxFuture), String> {
    Ok((id, later(id)))
}

struct Pinned(std::marker::PhantomPinned);

impl Future for Pinned {
    type Output = u64;

    fn poll(self: Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<u64> {
        std::task::Poll::Pending
    }
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed_without_a_pin(id: u64) -> Box<Pinned> {
    Box::new(Pinned(std::marker::PhantomPinned))
}

type Object = dyn Future<Output = u64>;

#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed_object(id: u64) -> Box<Object> {
    Box::new(later(id))
}

fn main() {}
