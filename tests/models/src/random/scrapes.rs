//! Scrapes that overlap, of maps that come and go.

use super::{InflightMap, model};
use crate::observe::Registry;
use shuttle::thread::spawn;
use std::sync::Arc;

type Map = InflightMap<u8>;

/// Another map of the same name keeps it in the scrapes.
#[test]
fn counters_of_a_name_never_go_backwards_whichever_scrapes_overlap() {
    model(300, || {
        let (registry, stays) = (Registry::new(), Arc::new(Map::builder().name("maps").shards(2).build()));
        registry.watch(&stays);
        let goes = Arc::new(Map::builder().name("maps").shards(2).build());
        registry.watch(&goes);
        let enters = spawn(move || {
            for key in 0..3 {
                drop(goes.enter(key, ()));
            }
        });
        let scrapes = [0, 1].map(|_| {
            let registry = registry.clone();
            spawn(move || {
                let mut seen = (0, 0);
                for _ in 0..3 {
                    let series = registry.map_metrics();
                    let [of_name] = &series[..] else { panic!("one name is there all the while: {series:?}") };
                    let now = (of_name.entered, of_name.ended);
                    assert!(now.0 >= seen.0 && now.1 >= seen.1, "{now:?} after {seen:?}");
                    assert!(now.0 <= 3);
                    seen = now;
                }
                seen
            })
        });
        enters.join().unwrap();
        let seen = scrapes.map(|scrape| scrape.join().unwrap());
        let last = &registry.map_metrics()[0];
        assert!(seen.iter().all(|seen| last.entered >= seen.0 && last.ended >= seen.1), "{last:?} after {seen:?}");
    });
}
