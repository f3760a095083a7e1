//! A map of flights from outside: its keys for those who watch it, and waiting until it is empty.

use crate::{gate::Gate, polling::Call};
use scoped_entry::{FlightMap, observe::Registry};
use std::{future::pending, sync::Arc, time::Duration};

#[test]
fn a_registry_shows_the_keys_of_flights_where_it_was_told_how() {
    let map = Arc::new(FlightMap::<u64, u64>::new());
    let registry = Registry::new();
    registry.watch(&map);
    let mut flights = [7, 8].map(|key| Call::new(map.run(key, pending())));
    flights.iter_mut().for_each(Call::waits);
    let keys = || -> Vec<_> { registry.maps()[0].shown(10).into_iter().map(|shown| shown.key).collect() };
    assert_eq!(keys(), [None, None]);
    registry.watch_with_keys(&map, |key| format!("user {key}"));
    assert_eq!(keys(), [Some(String::from("user 7")), Some(String::from("user 8"))]);
    assert_eq!(registry.maps()[0].shown(1).len(), 1);
}

#[test]
fn a_map_of_flights_is_drained_when_the_last_leader_has_left() {
    let (map, gate) = (FlightMap::<u64, u64>::new(), Gate::default());
    let fly = |key| {
        let gate = &gate;
        Call::new(map.run(key, async move {
            gate.passed().await;
            key
        }))
    };
    let (mut leader, mut follower, mut other) = (fly(1), fly(1), fly(2));
    [&mut leader, &mut follower, &mut other].into_iter().for_each(Call::waits);
    let mut drained = Call::new(map.drained());
    drained.waits();
    assert_eq!(map.blocking_drained(Duration::ZERO).unwrap_err().len, 2);
    gate.open();
    assert_eq!(leader.ends(), 1);
    assert!(!drained.is_woken(), "there is another flight");
    assert_eq!(other.ends(), 2);
    assert!(drained.is_woken());
    drained.ends();
    assert!(map.blocking_drained(Duration::ZERO).is_ok());
    // It has its result already, and was not waited for.
    assert_eq!(follower.ends(), 1);
}
