//! A destructor that panics when the function has made its result: rustc leaks that result (rust-lang/rust#47949).
//!
//! An entry that goes with the result stays, then. These tests hold before and after rustc is mended.

use super::{
    deliberate::{PanicsWhenDropped, caught},
    noisy::{Log, Noisy},
};
use scoped_entry::{InflightMap, scoped_entry};
use std::{future::Future, pin::Pin};

#[derive(Default)]
struct Service {
    log: Log,
    map: InflightMap<u64>,
}

impl Service {
    #[scoped_entry(map = self.map, key = 1)]
    fn future(&self, _parameter: PanicsWhenDropped, captured: Noisy) -> impl Future<Output = usize> + '_ {
        async move { captured.number() }
    }

    #[scoped_entry(map = self.map, key = 1)]
    fn boxed<'a>(
        &'a self,
        _parameter: PanicsWhenDropped,
        captured: Noisy,
    ) -> Pin<Box<dyn Future<Output = usize> + 'a>> {
        let future = async move { captured.number() };
        Box::pin(future)
    }

    #[scoped_entry(map = self.map, key = 1)]
    fn value(&self, _parameter: PanicsWhenDropped, result: Noisy) -> Noisy {
        result
    }

    #[scoped_entry(map = self.map, key = 1)]
    fn value_beside_a_local(&self, result: Noisy) -> Noisy {
        let _local = PanicsWhenDropped(0);
        result
    }
}

#[test]
fn the_entry_of_a_future_stays_if_the_future_is_leaked_and_leaves_if_it_is_dropped() {
    let calls: [fn(&Service, Noisy); 2] = [
        |service, captured| drop(service.future(PanicsWhenDropped(0), captured)),
        |service, captured| drop(service.boxed(PanicsWhenDropped(0), captured)),
    ];
    for call in calls {
        let service = Service::default();
        caught(|| call(&service, service.log.noisy("captured")));
        assert_eq!(service.map.len(), usize::from(service.log.lines().is_empty()), "entries, and leaked futures");
    }
}

#[test]
fn the_entry_of_a_call_leaves_even_if_its_result_is_leaked() {
    let service = Service::default();
    caught(|| service.value(PanicsWhenDropped(0), service.log.noisy("result")));
    assert!(service.map.is_empty());
    caught(|| service.value_beside_a_local(service.log.noisy("result")));
    assert!(service.map.is_empty());
}
