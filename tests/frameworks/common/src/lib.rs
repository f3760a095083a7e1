//! What the tests of the frameworks share: assertions about a map, and an HTTP client that can hang up.

pub mod http;

use scoped_entry::InflightMap;
use std::{hash::Hash, time::Duration};

/// How long a test waits before it fails. Passing tests wait for milliseconds.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The type of the maps in the tests. A key names the call, as in `"above"`.
pub type Calls = InflightMap<&'static str>;

/// Asserts that this many calls have entered the map, and that no entry is left.
///
/// # Panics
/// If that is not so.
#[track_caller]
pub fn assert_ended<K, V>(map: &InflightMap<K, V>, calls: u64) {
    let stats = map.stats();
    assert_eq!((stats.entered, stats.exited, stats.len), (calls, calls, 0), "entered, exited, and still there");
}

/// Waits until no entry is left, and asserts that this many calls have entered the map. For an entry that ends on a server's
/// thread some time after its client has noticed.
///
/// # Panics
/// If the map still has entries after [`PATIENCE`], or another number of calls has entered.
#[track_caller]
pub fn assert_ends<K, V>(map: &InflightMap<K, V>, calls: u64)
where
    K: Eq + Hash,
{
    if !map.is_empty() {
        map.blocking_drained(PATIENCE).expect("the entry ends");
    }
    assert_ended(map, calls);
}
