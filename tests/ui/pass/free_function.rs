use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) -> usize {
    let live = INFLIGHT.count(&id);
    live * 10
}

#[scoped_entry(map = INFLIGHT, key = id,)]
fn on_one_line(id: u64) -> usize { INFLIGHT.len() }

#[scoped_entry(map = INFLIGHT, key = id)]
fn empty(id: u64) {}

fn main() {
    assert_eq!((handle(7), on_one_line(8), empty(9)), (10, 1, ()));
    assert!(INFLIGHT.is_empty());
}
