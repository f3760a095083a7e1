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

#[test]
fn maps_that_come_and_go_without_a_scrape_do_not_stay() {
    let registry = Registry::new();
    let stays: Vec<_> = (0..10).map(|_| Arc::new(InflightMap::<u64>::new())).collect();
    for map in &stays {
        registry.watch(map);
    }
    for _ in 0..10_000 {
        let (goes, shown) = (Arc::new(InflightMap::<u64>::new()), Arc::new(InflightMap::<u64>::new()));
        registry.watch(&goes);
        registry.watch_with_keys(&shown, u64::to_string);
    }
    let printed = format!("{registry:?}");
    let maps: usize = printed.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap();
    assert!((10..=64).contains(&maps), "{printed}");
    assert_eq!(registry.maps().len(), 10);
}

/// Of a tenant each. With a search for each map in all maps, this would take minutes.
#[test]
fn a_registry_of_a_hundred_thousand_maps_is_scraped_in_a_linear_number_of_steps() {
    // Not of size zero, so that each has an address.
    struct Tenant(#[expect(dead_code, reason = "only its size matters")] u8);

    impl Observed for Tenant {
        fn name(&self) -> Option<&str> {
            Some("tenants")
        }

        fn stats(&self) -> Stats {
            Stats::default()
        }

        fn oldest_entries(&self, _: usize) -> Vec<EntryInfo> {
            Vec::new()
        }
    }

    let tenants: Vec<_> = (0..100_000).map(|_| Arc::new(Tenant(0))).collect();
    let registry = Registry::new();
    for round in 0..2 {
        for tenant in &tenants {
            registry.watch(tenant);
        }
        assert_eq!((registry.maps().len(), registry.map_metrics().len()), (100_000, 1), "round {round}");
    }
}
