//! `#[rstest]` and `#[test_case]` call the function from each test that they make, and move the attributes below them to those
//! tests, which have no parameters: `key = id` does not compile there. Above them, ours stays on the function.

use common::{Calls, assert_ended};
use rstest::{fixture, rstest};
use scoped_entry::{InflightMap, scoped_entry};
use test_case::test_case;

/// The entries of a call, and those that it has made by then.
fn entries(map: &Calls) -> (usize, u64) {
    (map.len(), map.stats().entered)
}

static RSTEST: Calls = InflightMap::new();

#[fixture]
fn expected() -> (usize, u64) {
    (1, 1)
}

// One case, so that no other test is in the map.
#[scoped_entry(map = RSTEST, key = key)]
#[rstest]
#[case("a case")]
fn above_rstest(expected: (usize, u64), #[case] key: &'static str) {
    assert_eq!(entries(&RSTEST), expected);
    assert!(RSTEST.contains_key(&key));
}

static RSTEST_BELOW: Calls = InflightMap::new();

#[fixture]
fn entries_before() -> usize {
    RSTEST_BELOW.len()
}

#[rstest]
#[case("a case")]
#[scoped_entry(map = RSTEST_BELOW, key = "the test")]
fn below_rstest_the_fixtures_are_covered_too(entries_before: usize, #[case] case: &str) {
    assert_eq!((case, entries_before, RSTEST_BELOW.len()), ("a case", 1, 1));
}

static TEST_CASE: Calls = InflightMap::new();

#[scoped_entry(map = TEST_CASE, key = key)]
#[test_case("a case")]
fn above_test_case(key: &'static str) {
    assert_eq!(entries(&TEST_CASE), (1, 1));
    assert!(TEST_CASE.contains_key(&key));
}

static TEST_CASE_BELOW: Calls = InflightMap::new();

#[test_case("a case")]
#[scoped_entry(map = TEST_CASE_BELOW, key = "the test")]
fn below_test_case(_key: &str) {
    assert_eq!(entries(&TEST_CASE_BELOW), (1, 1));
}

static FIXTURE: Calls = InflightMap::new();

#[scoped_entry(map = FIXTURE, key = "fixture")]
#[fixture]
fn fixed() -> (usize, u64) {
    entries(&FIXTURE)
}

#[rstest]
fn above_a_fixture(fixed: (usize, u64)) {
    assert_eq!(fixed, (1, 1));
    assert_ended(&FIXTURE, 1);
}

static TEST_ABOVE: Calls = InflightMap::new();
static TEST_BELOW: Calls = InflightMap::new();

#[scoped_entry(map = TEST_ABOVE, key = "test")]
#[test]
fn above_test() {
    assert_eq!(entries(&TEST_ABOVE), (1, 1));
}

#[test]
#[scoped_entry(map = TEST_BELOW, key = "test")]
fn below_test() {
    assert_eq!(entries(&TEST_BELOW), (1, 1));
}
