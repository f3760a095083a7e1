//! Leaders and followers that panic, are dropped, or are not polled.

use crate::{gate::Gate, polling::Call};
use scoped_entry::{FlightMap, single_flight};
use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
};

#[derive(Default)]
struct Upstream {
    lookups: FlightMap<u64, String>,
    gate: Gate,
    bodies: RefCell<Vec<&'static str>>,
}

impl Upstream {
    #[single_flight(map = self.lookups, key = id)]
    async fn lookup(&self, id: u64, caller: &'static str) -> String {
        self.bodies.borrow_mut().push(caller);
        self.gate.passed().await;
        assert_ne!(caller, "panics", "as it was told");
        format!("{id} by {caller}")
    }

    fn call(&self, id: u64, caller: &'static str) -> Call<'_, String> {
        Call::new(self.lookup(id, caller))
    }

    fn bodies(&self) -> Vec<&'static str> {
        self.bodies.borrow().clone()
    }
}

#[test]
fn followers_get_the_result_of_the_leader_whose_body_alone_has_run() {
    let upstream = Upstream::default();
    let mut calls = ["a", "b", "c"].map(|caller| upstream.call(7, caller));
    calls.iter_mut().for_each(Call::waits);
    assert_eq!(upstream.lookups.followers(&7), 2);
    upstream.gate.open();
    assert!(calls[0].is_woken() && !calls[1].is_woken());
    assert_eq!(calls.each_mut().map(Call::ends), ["7 by a"; 3]);
    assert_eq!(upstream.bodies(), ["a"]);
    assert!(upstream.lookups.is_empty());
}

#[test]
fn a_call_after_the_result_runs_its_own_body_even_while_followers_have_not_read_theirs() {
    let upstream = Upstream::default();
    let (mut a, mut b) = (upstream.call(7, "a"), upstream.call(7, "b"));
    a.waits();
    b.waits();
    upstream.gate.open();
    assert_eq!(a.ends(), "7 by a");
    assert_eq!(upstream.call(7, "c").ends(), "7 by c");
    assert_eq!(b.ends(), "7 by a");
}

#[test]
fn calls_with_other_keys_are_not_in_the_way() {
    let upstream = Upstream::default();
    let (mut a, mut b) = (upstream.call(1, "a"), upstream.call(2, "b"));
    a.waits();
    b.waits();
    upstream.gate.open();
    assert_eq!((b.ends(), a.ends()), ("2 by b".into(), "1 by a".into()));
}

#[test]
fn a_cancelled_leader_wakes_one_follower_and_the_first_one_polled_leads_with_its_own_body() {
    let upstream = Upstream::default();
    let [mut a, mut b, mut c] = ["a", "b", "c"].map(|caller| upstream.call(7, caller));
    a.waits();
    b.waits();
    c.waits();
    drop(a);
    // The key is not vacant while calls wait for it.
    assert_eq!((upstream.lookups.len(), upstream.lookups.followers(&7)), (1, 2));
    assert!(b.is_woken() && !c.is_woken());
    c.waits();
    b.waits();
    assert_eq!(upstream.bodies(), ["a", "c"]);
    upstream.gate.open();
    assert!(c.is_woken() && !b.is_woken());
    assert_eq!((c.ends(), b.ends()), ("7 by c".into(), "7 by c".into()));
    assert_eq!(upstream.lookups.stats().promotions, 1);
}

#[test]
fn a_new_call_leads_when_it_comes_before_the_followers_of_a_cancelled_leader() {
    let upstream = Upstream::default();
    let [mut a, mut b] = ["a", "b"].map(|caller| upstream.call(7, caller));
    a.waits();
    b.waits();
    drop(a);
    let mut new = upstream.call(7, "new");
    new.waits();
    b.waits();
    upstream.gate.open();
    assert_eq!((new.ends(), b.ends()), ("7 by new".into(), "7 by new".into()));
    assert_eq!(upstream.lookups.stats().promotions, 0);
}

#[test]
fn a_follower_that_is_woken_and_not_polled_has_no_claim_to_lead() {
    let upstream = Upstream::default();
    let [mut a, mut sleeper, mut c] = ["a", "sleeper", "c"].map(|caller| upstream.call(7, caller));
    a.waits();
    sleeper.waits();
    c.waits();
    drop(a);
    upstream.gate.open();
    assert!(sleeper.is_woken() && !c.is_woken());
    assert_eq!(c.ends(), "7 by c");
    assert_eq!(upstream.call(7, "d").ends(), "7 by d");
    assert!(upstream.lookups.is_empty());
    assert_eq!(sleeper.ends(), "7 by c");
}

/// Nor does it hold up a new call.
#[test]
fn of_followers_that_are_never_polled_again_the_last_one_dropped_takes_the_flight_with_it() {
    let upstream = Upstream::default();
    let [mut a, mut b, mut c] = ["a", "b", "c"].map(|caller| upstream.call(7, caller));
    a.waits();
    b.waits();
    c.waits();
    drop(a);
    drop(c);
    assert_eq!(upstream.lookups.len(), 1);
    drop(b);
    assert!(upstream.lookups.is_empty());
    upstream.gate.open();
    assert_eq!(upstream.call(7, "d").ends(), "7 by d");
    assert_eq!((upstream.lookups.stats().leaders, upstream.lookups.stats().waiting.len), (2, 0));
}

#[test]
fn a_follower_that_is_dropped_after_it_was_woken_takes_nobodys_turn_with_it() {
    let upstream = Upstream::default();
    let [mut a, mut b, mut c] = ["a", "b", "c"].map(|caller| upstream.call(7, caller));
    a.waits();
    b.waits();
    c.waits();
    drop(a);
    drop(b);
    assert!(c.is_woken());
    upstream.gate.open();
    assert_eq!(c.ends(), "7 by c");
}

#[test]
fn a_cancelled_follower_disturbs_nobody() {
    let upstream = Upstream::default();
    let [mut a, mut b, mut c] = ["a", "b", "c"].map(|caller| upstream.call(7, caller));
    a.waits();
    b.waits();
    c.waits();
    drop(b);
    assert_eq!((upstream.lookups.len(), upstream.lookups.followers(&7)), (1, 1));
    upstream.gate.open();
    assert_eq!((a.ends(), c.ends()), ("7 by a".into(), "7 by a".into()));
    assert_eq!(upstream.bodies(), ["a"]);
}

#[test]
fn a_panic_reaches_the_leaders_caller_alone() {
    let upstream = Upstream::default();
    let [mut a, mut b, mut c] = ["panics", "b", "c"].map(|caller| upstream.call(7, caller));
    a.waits();
    b.waits();
    c.waits();
    upstream.gate.open();
    assert!(catch_unwind(AssertUnwindSafe(|| a.poll())).is_err());
    // At the panic, not when the future is dropped.
    assert_eq!(upstream.lookups.followers(&7), 2);
    assert!(b.is_woken() && !c.is_woken());
    assert_eq!(c.ends(), "7 by c");
    assert_eq!(b.ends(), "7 by c");
    assert_eq!(upstream.lookups.stats().flights.exited_panicking, 1);
}

#[test]
fn a_future_never_polled_holds_nothing_and_runs_nothing() {
    let upstream = Upstream::default();
    let never = upstream.call(7, "never");
    assert!(upstream.lookups.is_empty());
    upstream.gate.open();
    assert_eq!(upstream.call(7, "a").ends(), "7 by a");
    drop(never);
    assert_eq!(upstream.bodies(), ["a"]);
    assert_eq!(upstream.lookups.stats().leaders, 1);
}

#[test]
fn each_of_many_cancelled_leaders_hands_on_to_the_next() {
    let upstream = Upstream::default();
    let mut calls: Vec<_> = (0..100).map(|_| upstream.call(7, "one")).collect();
    calls.iter_mut().for_each(Call::waits);
    while calls.len() > 1 {
        drop(calls.remove(0));
        assert_eq!(calls.iter().filter(|call| call.is_woken()).count(), 1);
        calls.iter_mut().for_each(Call::waits);
        assert_eq!(upstream.lookups.followers(&7), calls.len() - 1);
    }
    upstream.gate.open();
    assert_eq!(calls[0].ends(), "7 by one");
    assert_eq!(upstream.lookups.stats().promotions, 99);
    assert_eq!(upstream.bodies().len(), 100);
}

/// What its first clone does to the leader must not hang those who wait.
#[test]
fn a_result_whose_clone_panics_leaves_the_followers_to_themselves() {
    struct Stubborn<'a>(&'a RefCell<u32>);

    impl Clone for Stubborn<'_> {
        fn clone(&self) -> Self {
            let left = self.0.replace_with(|left| left.saturating_sub(1));
            assert_eq!(left, 0, "as it was told");
            Self(self.0)
        }
    }

    let panics = RefCell::new(1);
    let map = FlightMap::<u64, Stubborn<'_>>::new();
    let gate = Gate::default();
    let call = || {
        Call::new(map.run(7, async {
            gate.passed().await;
            Stubborn(&panics)
        }))
    };
    let (mut a, mut b, mut c) = (call(), call(), call());
    a.waits();
    b.waits();
    c.waits();
    gate.open();
    assert!(catch_unwind(AssertUnwindSafe(|| a.poll().is_ready())).is_err());
    assert!(map.is_empty());
    b.ends();
    c.ends();
    assert!(map.is_empty());
}

#[test]
fn the_body_is_gone_before_the_key_is_free() {
    struct Last<'a>(&'a FlightMap<u64, ()>, &'a RefCell<Vec<usize>>);

    impl Drop for Last<'_> {
        fn drop(&mut self) {
            self.1.borrow_mut().push(self.0.len());
        }
    }

    let map = FlightMap::<u64, ()>::new();
    let live = RefCell::new(Vec::new());
    let gate = Gate::default();
    let call = || {
        Call::new(map.run(7, async {
            let _last = Last(&map, &live);
            gate.passed().await;
        }))
    };
    let mut cancelled = call();
    cancelled.waits();
    drop(cancelled);
    gate.open();
    call().ends();
    assert_eq!(*live.borrow(), [1, 1]);
}
