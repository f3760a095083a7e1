#![deny(warnings)]

use scoped_entry::{InflightMap, UniqueMap, enter};

static INFLIGHT: InflightMap<u64, &str> = InflightMap::new();

fn several(unique: &UniqueMap<(String, u64)>) -> usize {
    enter!(map = INFLIGHT, key = 1);
    enter! { map = INFLIGHT, key = 2, value = "second" }
    let mut seen = 0;
    for id in 0..3 {
        enter!(map = unique, key = ("tenant", id), occupied = continue);
        enter!(map = unique, key = ("tenant", id), occupied = |()| break);
        seen += 1;
    }
    enter!(map = INFLIGHT, key = 3, guard = entry);
    drop(entry);
    seen + INFLIGHT.len()
}

async fn in_a_future(id: u64) -> usize {
    enter!(map = INFLIGHT, key = std::future::ready(id).await);
    let block = async {
        enter!(map = INFLIGHT, key = id + 1);
        INFLIGHT.len()
    };
    block.await
}

fn main() {
    assert_eq!(several(&UniqueMap::new()), 2);
    drop(in_a_future(7));
    assert!(INFLIGHT.is_empty());
}
