use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

use std::panic::Location;

#[scoped_entry(map = INFLIGHT, key = id)]
unsafe fn not_safe(id: u64) -> usize {
    let live = INFLIGHT.len();
    live
}

#[scoped_entry(map = INFLIGHT, key = id)]
pub(crate) extern "C" fn foreign(id: u64) -> usize {
    INFLIGHT.len()
}

#[scoped_entry(map = INFLIGHT, key = id)]
#[track_caller]
fn tracked(id: u64) -> u32 {
    let line = Location::caller().line();
    line
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn inner(id: u64) -> u64 {
    #![deny(warnings)]
    #![allow(unused_variables)]
    let unused = 1;
    id
}

fn main() {
    assert_eq!(unsafe { not_safe(1) }, 1);
    assert_eq!(foreign(2), 1);
    assert_eq!(tracked(3), line!());
    assert_eq!(inner(4), 4);
    assert!(INFLIGHT.is_empty());
}
