#![deny(warnings)]

use futures_core::Stream;
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    future::ready,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Waker},
};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

struct Row(Option<u64>);

impl Stream for Row {
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u64>> {
        Poll::Ready(self.0.take())
    }
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn opaque(id: u64) -> impl Future<Output = u64> {
    async move { id }
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed(id: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    Box::pin(async move { id })
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn early(id: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    if id == 0 {
        return Box::pin(ready(id));
    }
    Box::pin(async move { id })
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn opaque_stream(id: u64) -> impl Stream<Item = u64> {
    Row(Some(id))
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed_stream(id: u64) -> Pin<Box<dyn Stream<Item = u64>>> {
    Box::pin(Row(Some(id)))
}

#[scoped_entry(map = calls, key = id)]
fn of_a_parameter(calls: &InflightMap<u64>, id: u64) -> impl Future<Output = usize> {
    async move { calls.count(&id) }
}

#[scoped_entry(map = calls, key = 1)]
fn of_a_share(calls: &Arc<InflightMap<u64>>) -> Pin<Box<dyn Future<Output = usize> + '_>> {
    if calls.len() > 1 {
        return Box::pin(ready(0));
    }
    Box::pin(async move { calls.len() })
}

#[scoped_entry(map = { calls }, key = id)]
fn of_a_moved_parameter(calls: Arc<InflightMap<u64>>, id: u64) -> impl Future<Output = u64> {
    ready(id)
}

#[scoped_entry(map = INFLIGHT, key = id)]
#[scoped_entry(map = INFLIGHT, key = id + 1)]
fn several(id: u64) -> impl Future<Output = usize> + Send + Sync + Unpin {
    ready(INFLIGHT.count(&(id + 1)))
}

/// The early end is meant.
#[scoped_entry(map = INFLIGHT, key = id, until = return)]
fn until_return(id: u64) -> impl Future<Output = usize> {
    async move { INFLIGHT.count(&id) }
}

fn run<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!(),
    }
}

fn main() {
    let waiting = (opaque(1), boxed(2), early(0), early(3), opaque_stream(4), boxed_stream(5), several(6));
    assert_eq!(INFLIGHT.len(), 8);
    assert_eq!((run(waiting.0), run(waiting.1), run(waiting.2), run(waiting.3), run(waiting.6)), (1, 2, 0, 3, 1));
    drop((waiting.4, waiting.5));
    assert!(INFLIGHT.is_empty());
    let calls = Arc::new(InflightMap::new());
    assert_eq!(run(of_a_parameter(&calls, 1)), 1);
    assert_eq!(run(of_a_share(&calls)), 1);
    assert_eq!(run(of_a_moved_parameter(Arc::clone(&calls), 1)), 1);
    assert!(calls.is_empty());
    assert_eq!(run(until_return(7)), 0);
}
