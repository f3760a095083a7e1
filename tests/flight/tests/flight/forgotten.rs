//! Flights that new calls do not join.

use crate::{gate::Gate, polling::Call};
use scoped_entry::FlightMap;

struct Upstream {
    lookups: FlightMap<u64, &'static str>,
    old: Gate,
    new: Gate,
}

impl Upstream {
    fn new() -> Self {
        Self { lookups: FlightMap::new(), old: Gate::default(), new: Gate::default() }
    }

    fn call<'a>(&'a self, gate: &'a Gate, by: &'static str) -> Call<'a, &'static str> {
        Call::new(self.lookups.run(7, async move {
            gate.passed().await;
            by
        }))
    }
}

#[test]
fn new_calls_lead_anew_and_the_followers_of_each_flight_get_its_own_result() {
    let upstream = Upstream::new();
    let [mut old, mut follows_old] = ["old", "-"].map(|by| upstream.call(&upstream.old, by));
    old.waits();
    follows_old.waits();
    assert!(upstream.lookups.forget(&7));
    assert!(!upstream.lookups.forget(&7), "there is no other flight");
    assert!(!upstream.lookups.contains_key(&7));
    let [mut new, mut follows_new] = ["new", "-"].map(|by| upstream.call(&upstream.new, by));
    new.waits();
    follows_new.waits();
    // Both are in the map, and the listing tells them apart.
    let listed: Vec<_> = upstream.lookups.snapshot().into_iter().map(|flight| (flight.key, flight.value)).collect();
    assert_eq!(listed.len(), 2);
    assert!(
        listed[0].1.is_forgotten && !listed[1].1.is_forgotten && listed.iter().all(|flight| flight.1.followers == 1)
    );
    assert_eq!(
        (upstream.lookups.len(), upstream.lookups.followers(&7), upstream.lookups.stats().waiting.len),
        (2, 1, 2)
    );
    // The end of the old flight does not touch the new one.
    upstream.old.open();
    assert_eq!((old.ends(), follows_old.ends()), ("old", "old"));
    assert!(upstream.lookups.contains_key(&7) && !new.is_woken());
    let mut later = upstream.call(&upstream.new, "-");
    later.waits();
    upstream.new.open();
    assert_eq!([new.ends(), follows_new.ends(), later.ends()], ["new"; 3]);
    assert!(upstream.lookups.is_empty());
    assert_eq!((upstream.lookups.stats().leaders, upstream.lookups.stats().served), (2, 3));
}

#[test]
fn a_forgotten_flight_without_its_leader_is_led_by_its_follower() {
    let upstream = Upstream::new();
    let [mut old, mut follows] = ["old", "follower"].map(|by| upstream.call(&upstream.old, by));
    old.waits();
    follows.waits();
    assert!(upstream.lookups.forget(&7));
    let mut new = upstream.call(&upstream.new, "new");
    new.waits();
    drop(old);
    assert!(follows.is_woken());
    follows.waits();
    upstream.old.open();
    assert_eq!(follows.ends(), "follower");
    upstream.new.open();
    assert_eq!(new.ends(), "new");
    assert!(upstream.lookups.is_empty());
}

#[test]
fn what_waits_for_an_empty_map_waits_for_forgotten_flights() {
    let upstream = Upstream::new();
    let mut old = upstream.call(&upstream.old, "old");
    old.waits();
    upstream.lookups.forget(&7);
    let mut drained = Call::new(upstream.lookups.drained());
    drained.waits();
    upstream.old.open();
    assert_eq!(old.ends(), "old");
    drained.ends();
}
