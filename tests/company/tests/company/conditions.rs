//! `#[cfg_attr(…, scoped_entry(…))]`, alone and around other crates' attributes.

use crate::instruments::assert_left;
use scoped_entry::{InflightMap, scoped_entry};
use tokio::task::yield_now;

static CALLS: InflightMap<&str> = InflightMap::new();

#[cfg_attr(not(any()), scoped_entry(map = CALLS, key = "on"))]
async fn on() -> usize {
    yield_now().await;
    CALLS.count("on")
}

#[cfg_attr(any(), scoped_entry(map = CALLS, key = "off"))]
async fn off() -> usize {
    yield_now().await;
    CALLS.count("off")
}

#[cfg_attr(any(), scoped_entry(map = CALLS, key = "several, off"))]
#[cfg_attr(not(any()), scoped_entry(map = CALLS, key = "several"), scoped_entry(map = CALLS, key = "several"))]
#[tracing::instrument]
#[cfg_attr(not(any()), must_use, scoped_entry(map = CALLS, key = "several"))]
fn several() -> (usize, usize) {
    (CALLS.count("several"), CALLS.count("several, off"))
}

#[cfg_attr(not(any()), async_recursion::async_recursion, cfg_attr(any(), scoped_entry(nonsense)))]
async fn nested(depth: usize) -> usize {
    if depth == 0 { CALLS.count("nested") } else { nested(depth - 1).await }
}

#[tokio::test]
async fn an_attribute_whose_condition_holds_is_one_like_any_other() {
    assert_eq!((on().await, off().await, nested(2).await), (1, 0, 0));
    assert_eq!(several(), (3, 0));
    assert!(!CALLS.contains_key("on") && !CALLS.contains_key("several"));
}

static TESTS: InflightMap<&str> = InflightMap::new();

#[cfg_attr(not(any()), scoped_entry(map = TESTS, key = "above"))]
#[cfg_attr(not(any()), tokio::test)]
async fn a_conditional_attribute_stands_above_a_test() {
    yield_now().await;
    assert!(TESTS.contains_key("above"));
}

#[cfg_attr(not(any()), tokio::test, scoped_entry(map = TESTS, key = "below"))]
async fn a_conditional_attribute_stands_below_a_test() {
    yield_now().await;
    assert!(TESTS.contains_key("below"));
}

#[async_trait::async_trait]
trait Handle {
    #[cfg_attr(not(any()), scoped_entry(map = map, key = 1))]
    #[cfg_attr(any(), scoped_entry(map = map, key = 2))]
    async fn handle(map: &InflightMap<u64>) -> (usize, bool) {
        yield_now().await;
        (map.len(), map.contains_key(&2))
    }
}

impl Handle for () {}

#[tokio::test]
async fn a_conditional_attribute_stands_in_an_async_trait() {
    let map = InflightMap::new();
    assert_eq!(<()>::handle(&map).await, (1, false));
    assert_left(&map, 1);
}
