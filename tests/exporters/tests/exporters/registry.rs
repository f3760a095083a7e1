//! What a registry tells of itself.

use scoped_entry::{
    EntryInfo, InflightMap, Stats,
    observe::{Observed, Registry},
};
use std::sync::{Arc, LazyLock};

#[test]
fn a_registry_prints_how_many_maps_it_has_and_nothing_of_them() {
    let registry = Registry::new();
    assert_eq!(format!("{registry:?}"), "Registry { maps: 0 }");
    let maps = [1, 2].map(|_| Arc::new(InflightMap::<u64>::new()));
    for map in &maps {
        registry.watch(map);
    }
    assert_eq!(format!("{registry:?}"), "Registry { maps: 2 }");
}

/// All things of no size may have one address.
#[test]
fn maps_of_no_size_are_maps_of_their_own() {
    struct Nowhere;

    impl Observed for Nowhere {
        fn name(&self) -> Option<&str> {
            None
        }

        fn stats(&self) -> Stats {
            InflightMap::<u64>::new().stats()
        }

        fn oldest_entries(&self, _: usize) -> Vec<EntryInfo> {
            Vec::new()
        }
    }

    static PAIR: LazyLock<[Nowhere; 2]> = LazyLock::new(|| [Nowhere, Nowhere]);

    let registry = Registry::new();
    for map in &*PAIR {
        registry.watch_static(map);
    }
    assert_eq!(registry.maps().len(), 2);
}
