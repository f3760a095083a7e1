//! `#[async_recursion]` below ours: every level holds an entry of its own, from its first poll on. Above ours, from its call on.

use crate::instruments::{assert_left, poll_once};
use async_recursion::async_recursion;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::rc::Rc;
use tokio::task::yield_now;

static CALLS: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = CALLS, key = depth)]
#[async_recursion]
async fn deepest(depth: u64) -> (usize, bool) {
    yield_now().await;
    if depth == 0 {
        return (CALLS.len(), (0..3).all(|key| CALLS.contains_key(&key)));
    }
    deepest(depth - 1).await
}

#[tokio::test]
async fn every_level_holds_an_entry() {
    assert_eq!(deepest(2).await, (3, true));
    assert_left(&CALLS, 3);
}

struct Tree {
    inflight: InflightMap<String, Rc<str>>,
}

impl Tree {
    #[scoped_entry(map = self.inflight, key = path, value = path.into())]
    #[async_recursion(?Send)]
    async fn walk<'a>(&self, path: &'a str, leaves: &mut Vec<&'a str>) -> usize {
        yield_now().await;
        match path.split_once('/') {
            Some((_, rest)) => self.walk(rest, leaves).await,
            None => {
                leaves.push(path);
                self.inflight.len()
            }
        }
    }
}

#[tokio::test]
async fn a_recursive_method_holds_an_entry_at_every_level() {
    let tree = Tree { inflight: InflightMap::new() };
    let mut leaves = vec![];
    assert_eq!(tree.walk("a/b/c", &mut leaves).await, 3);
    assert_eq!(leaves, ["c"]);
    assert_left(&tree.inflight, 3);
}

static BELOW: InflightMap<u64> = InflightMap::new();

#[async_recursion]
#[scoped_entry(map = BELOW, key = depth)]
async fn below(depth: u64) -> usize {
    if depth == 0 { BELOW.len() } else { below(depth - 1).await }
}

/// There, the function is not `async` any more. With a reference among its parameters, it would be refused.
#[tokio::test]
async fn below_the_attribute_an_entry_begins_at_the_call() {
    let call = below(2);
    assert_eq!(BELOW.len(), 1);
    assert_eq!(call.await, 3);
    assert_left(&BELOW, 3);
}

#[tokio::test]
async fn a_level_that_is_refused_ends_the_ones_above() {
    struct Service {
        unique: UniqueMap<usize>,
    }

    impl Service {
        #[scoped_entry(map = self.unique, key = left, occupied = return Err(left))]
        #[async_recursion]
        async fn refused(&self, left: usize) -> Result<usize, usize> {
            yield_now().await;
            self.refused(left / 2).await
        }
    }

    let service = Service { unique: UniqueMap::new() };
    assert_eq!(service.refused(4).await, Err(0));
    assert_eq!(service.unique.stats().entered, 4);
    assert!(service.unique.is_empty());
}

#[test]
fn a_recursive_future_enters_when_it_is_polled() {
    static POLLED: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = POLLED, key = depth)]
    #[async_recursion]
    async fn waits(depth: u64) {
        if depth > 0 {
            waits(depth - 1).await;
        }
        std::future::pending().await
    }

    let mut future = waits(2);
    assert!(POLLED.is_empty());
    assert!(poll_once(future.as_mut()).is_pending());
    assert_eq!(POLLED.len(), 3);
    drop(future);
    assert_left(&POLLED, 3);
}
