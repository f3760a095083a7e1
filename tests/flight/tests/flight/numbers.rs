//! Names, limits, listings and counts.

use crate::{gate::Gate, polling::Call};
use scoped_entry::{
    FlightMap,
    observe::{Observed, Registry},
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

#[test]
fn stats_count_leaders_followers_promotions_and_the_longest_wait() {
    let (map, gate) = (FlightMap::<u64, u64>::new(), Gate::default());
    let call = |id| {
        Call::new(map.run(id, {
            let gate = &gate;
            async move {
                gate.passed().await;
                id
            }
        }))
    };
    let mut calls = [1, 1, 1, 2].map(call);
    calls.iter_mut().for_each(Call::waits);
    let stats = map.stats();
    assert_eq!((stats.live, stats.leaders, stats.served, stats.promotions), (2, 2, 0, 0));
    let [first, mut second, mut third, mut other] = calls;
    drop(first);
    second.waits();
    third.waits();
    gate.open();
    assert_eq!((second.ends(), third.ends(), other.ends()), (1, 1, 2));
    let stats = map.stats();
    assert_eq!((stats.live, stats.leaders, stats.served, stats.promotions), (0, 3, 1, 1));
    assert_eq!((stats.flights.entered, stats.flights.exited, stats.flights.peak), (3, 3, 2));
    assert!(!stats.longest_wait.is_zero());
}

#[test]
fn a_map_of_flights_has_a_name_a_limit_and_a_listing() {
    let excesses = Arc::new(AtomicUsize::new(0));
    let map = FlightMap::<u64, u64>::builder()
        .name("lookups")
        .limit(1)
        .on_excess({
            let excesses = Arc::clone(&excesses);
            move |excess| {
                assert_eq!((excess.name.as_deref(), excess.len, excess.limit), (Some("lookups"), 2, 1));
                excesses.fetch_add(1, SeqCst);
            }
        })
        .build();
    let (mut one, mut other) =
        (Call::new(map.run(1, std::future::pending())), Call::new(map.run(2, std::future::pending())));
    one.waits();
    assert_eq!(excesses.load(SeqCst), 0);
    other.waits();
    assert_eq!(excesses.load(SeqCst), 1);
    let listed = map.snapshot();
    assert_eq!(listed.iter().map(|flight| flight.key).collect::<Vec<_>>(), [1, 2]);
    assert!(listed[0].location.file().ends_with("numbers.rs"));
    assert_eq!(map.oldest().map(|flight| flight.key), Some(1));
    assert_eq!(map.stuck(std::time::Duration::ZERO).len(), 2);
    let watched: &dyn Observed = &map;
    assert_eq!((watched.name(), watched.stats().len, watched.oldest_entries(1).len()), (Some("lookups"), 2, 1));
    assert!(!format!("{map:?}").is_empty());
}

#[test]
fn a_panicking_report_of_an_excess_leaves_no_flight_and_no_follower_behind() {
    let map = FlightMap::<u64, u64>::builder().limit(0).on_excess(|_| panic!("as it was told")).build();
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| map.blocking_run(1, || 2)));
    assert!(result.is_err());
    assert!(map.is_empty());
}

#[test]
fn calls_that_wait_are_counted_now_and_in_the_metrics() {
    let map = Arc::new(FlightMap::<u64, u64>::builder().name("lookups").build());
    let registry = Registry::new();
    registry.watch(&map);
    let gate = Gate::default();
    let call = || {
        Call::new(map.run(7, async {
            gate.passed().await;
            7
        }))
    };
    let mut calls: Vec<_> = (0..1_000).map(|_| call()).collect();
    calls.iter_mut().for_each(Call::waits);
    let waiting = map.stats().waiting;
    assert_eq!((waiting.len, waiting.peak, map.followers(&7)), (999, 999, 999));
    assert!(waiting.oldest_age.is_some());
    let metrics = &registry.map_metrics()[0];
    let waits = metrics.waits.as_ref().expect("it is a map of flights");
    assert_eq!((metrics.entries, waits.waiting, waits.served, waits.promotions, waits.limit), (1, 999, 0, 0, None));
    drop(calls.pop());
    assert_eq!(map.stats().waiting.len, 998);
    gate.open();
    for call in &mut calls {
        assert_eq!(call.ends(), 7);
    }
    let metrics = &registry.map_metrics()[0];
    let waits = metrics.waits.as_ref().expect("it is a map of flights");
    assert_eq!((metrics.entries, waits.waiting, waits.served), (0, 0, 998));
    assert!(waits.longest_wait.is_zero());
}

#[test]
fn more_calls_that_wait_than_their_limit_are_reported() {
    let reports = Arc::new(std::sync::Mutex::new(Vec::new()));
    let reported = Arc::clone(&reports);
    let map = FlightMap::<u64, u64>::builder()
        .name("lookups")
        .waiter_limit(2)
        .on_waiter_excess(move |excess| {
            let name = excess.name.as_deref().unwrap().to_owned();
            reported.lock().unwrap().push((name, excess.len, excess.limit));
        })
        .build();
    let mut calls: Vec<_> = (0..5).map(|_| Call::new(map.run(7, std::future::pending()))).collect();
    calls.iter_mut().for_each(Call::waits);
    assert_eq!(*reports.lock().unwrap(), [(String::from("lookups (waiting)"), 3, 2)]);
    assert_eq!((map.stats().waiting.excesses, map.stats().flights.excesses), (1, 0));
}
