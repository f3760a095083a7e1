use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

use std::{sync::Arc, thread};

#[scoped_entry(map = INFLIGHT, key = id, guard = entry)]
fn ends_early(id: u64) -> usize {
    let before = INFLIGHT.len();
    drop(entry);
    before * 10 + INFLIGHT.len()
}

#[scoped_entry(map = Arc::clone(map), key = id, guard = entry)]
fn hands_over(map: &Arc<InflightMap<u64>>, id: u64) -> thread::JoinHandle<()> {
    thread::spawn(move || drop(entry))
}

fn main() {
    assert_eq!(ends_early(1), 10);
    let map = Arc::new(InflightMap::new());
    hands_over(&map, 2).join().unwrap();
    assert!(map.is_empty() && INFLIGHT.is_empty());
}
