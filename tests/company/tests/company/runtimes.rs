//! `#[tokio::main]` and `#[tokio::test]`: the entry is inside the runtime above them, and around it below.

use crate::instruments::assert_left;
use scoped_entry::{InflightMap, scoped_entry};
use std::thread::{self, ThreadId};
use tokio::{runtime::Handle, task::yield_now};

/// Whether the entry was made where a runtime runs.
static MAINS: InflightMap<&str, bool> = InflightMap::new();

fn in_runtime() -> bool {
    Handle::try_current().is_ok()
}

#[scoped_entry(map = MAINS, key = "above", value = in_runtime())]
#[tokio::main(flavor = "current_thread")]
async fn main_below(more: usize) -> Result<(usize, bool), std::num::ParseIntError> {
    yield_now().await;
    let one: usize = "1".parse()?;
    Ok((MAINS.count("above") + more + one, MAINS.get("above").unwrap_or_default()))
}

#[tokio::main(flavor = "current_thread")]
#[scoped_entry(map = MAINS, key = "below", value = in_runtime())]
async fn main_above(more: usize) -> Result<(usize, bool), std::num::ParseIntError> {
    yield_now().await;
    let one: usize = "1".parse()?;
    Ok((MAINS.count("below") + more + one, MAINS.get("below").unwrap_or(true)))
}

#[scoped_entry(map = MAINS, key = "unit")]
#[tokio::main(flavor = "current_thread")]
#[scoped_entry(map = MAINS, key = "unit")]
async fn unit() {
    yield_now().await;
    assert_eq!(MAINS.count("unit"), 2);
}

#[test]
fn a_main_holds_an_entry_inside_or_around_its_runtime() {
    assert_eq!(main_below(3), Ok((5, true)));
    assert_eq!(main_above(3), Ok((5, false)));
    unit();
    assert_left(&MAINS, 4);
}

static TESTS: InflightMap<&str> = InflightMap::new();

#[scoped_entry(map = TESTS, key = "above")]
#[tokio::test]
async fn a_test_below_runs_and_holds_an_entry() {
    yield_now().await;
    assert!(TESTS.contains_key("above"));
}

#[tokio::test]
#[scoped_entry(map = TESTS, key = "below")]
async fn a_test_above_runs_and_holds_an_entry() {
    yield_now().await;
    assert!(TESTS.contains_key("below"));
}

#[scoped_entry(map = TESTS, key = "panics")]
#[tokio::test]
#[should_panic(expected = "1 in flight")]
async fn a_test_that_panics_is_one_like_any_other() {
    yield_now().await;
    panic!("{} in flight", TESTS.count("panics"));
}

#[tokio::test]
#[scoped_entry(map = TESTS, key = "result")]
async fn a_test_that_returns_a_result_is_one_like_any_other() -> Result<(), std::num::ParseIntError> {
    yield_now().await;
    let one: usize = "1".parse()?;
    assert_eq!(TESTS.count("result"), one);
    Ok(())
}

/// By thread as well, since the harness runs these tests, too.
static CALLED: InflightMap<(ThreadId, &str)> = InflightMap::new();

fn here() -> ThreadId {
    thread::current().id()
}

#[scoped_entry(map = CALLED, key = (here(), "above"))]
#[tokio::test]
async fn called_below() {
    yield_now().await;
    assert!(CALLED.contains_key(&(here(), "above")));
}

#[tokio::test]
#[scoped_entry(map = CALLED, key = (here(), "below"))]
async fn called_above() {
    yield_now().await;
    assert!(CALLED.contains_key(&(here(), "below")));
}

#[test]
fn the_entry_of_a_test_leaves_with_it() {
    called_below();
    called_above();
    assert!(!CALLED.contains_key(&(here(), "above")) && !CALLED.contains_key(&(here(), "below")));
}
