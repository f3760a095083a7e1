use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) -> usize {
    INFLIGHT.count(&id)
}

fn main() {
    assert_eq!(handle(7), 1);
    assert!(INFLIGHT.is_empty());
}
