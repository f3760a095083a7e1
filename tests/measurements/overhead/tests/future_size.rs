//! How large the future of an annotated `async fn` is, beside one with a guard written by hand, and a plain one.

use scoped_entry::{InflightMap, scoped_entry};
use std::{future::ready, mem::size_of_val};

#[derive(Clone, Copy, PartialEq, Eq)]
struct Key([u64; 4]);

struct Service {
    inflight: InflightMap<Key>,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = key)]
    async fn annotated(&self, key: Key) -> bool {
        ready(()).await;
        self.inflight.contains_key(&key)
    }

    /// The smallest guard that a person can write: the map and the key, by reference.
    async fn by_hand(&self, key: Key) -> bool {
        let _entry = scopeguard::guard((&self.inflight, &key), |(map, key)| assert!(!map.contains_key(key)));
        ready(()).await;
        self.inflight.contains_key(&key)
    }

    async fn plain(&self, key: Key) -> bool {
        ready(()).await;
        self.inflight.contains_key(&key)
    }
}

#[test]
fn the_future_is_no_larger_than_one_with_a_guard_that_borrows_its_key() {
    let service = Service { inflight: InflightMap::new() };
    let key = Key([0; 4]);
    let annotated = size_of_val(&service.annotated(key));
    let by_hand = size_of_val(&service.by_hand(key));
    let plain = size_of_val(&service.plain(key));
    println!("annotated {annotated}, by hand {by_hand}, plain {plain} bytes");
    assert!(annotated <= by_hand, "annotated {annotated}, by hand {by_hand}");
    assert!(annotated <= plain + 24, "annotated {annotated}, plain {plain}");
}
