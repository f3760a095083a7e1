//! What of a result is shared.

use crate::{gate::Gate, polling::Call};
use scoped_entry::{FlightMap, single_flight};
use std::cell::Cell;

/// Not `Clone`.
#[derive(Debug, PartialEq)]
struct NotFound;

#[single_flight(map = map, key = id, share = ok)]
async fn lookup(map: &FlightMap<u64, String>, gate: &Gate, id: u64, fails: bool) -> Result<String, NotFound> {
    gate.passed().await;
    if fails {
        return Err(NotFound);
    }
    Ok(id.to_string())
}

#[test]
fn with_share_ok_an_err_stays_with_its_call_and_the_first_follower_polled_leads() {
    let (map, gate) = (FlightMap::new(), Gate::default());
    let [mut a, mut b, mut c] = [true, true, false].map(|fails| Call::new(lookup(&map, &gate, 7, fails)));
    a.waits();
    b.waits();
    c.waits();
    gate.open();
    assert_eq!(a.ends(), Err(NotFound));
    assert!(b.is_woken() && !c.is_woken());
    assert_eq!(b.ends(), Err(NotFound));
    assert!(c.is_woken());
    assert_eq!(c.ends(), Ok("7".into()));
    assert_eq!((map.stats().served, map.stats().promotions), (0, 2));
}

/// Each failure wakes one of those who wait: with all of them, the wake-ups would grow with the square of their number.
#[test]
fn of_many_calls_before_a_failing_upstream_each_is_woken_once() {
    let (map, gate) = (FlightMap::new(), Gate::default());
    let mut calls: Vec<_> = (0..300).map(|_| Call::new(lookup(&map, &gate, 7, true))).collect();
    calls.iter_mut().for_each(Call::waits);
    gate.open();
    let mut polls = 0;
    while !calls.is_empty() {
        let woken = calls.iter().filter(|call| call.is_woken()).count();
        assert_eq!(woken, 1, "{} wait", calls.len());
        let next = calls.iter().position(Call::is_woken).unwrap();
        assert_eq!(calls.swap_remove(next).ends(), Err(NotFound));
        polls += 1;
    }
    assert_eq!((polls, map.stats().promotions, map.len()), (300, 299, 0));
}

#[test]
fn with_share_ok_an_ok_is_shared() {
    let (map, gate) = (FlightMap::new(), Gate::default());
    let [mut a, mut b] = [false, true].map(|fails| Call::new(lookup(&map, &gate, 7, fails)));
    a.waits();
    b.waits();
    gate.open();
    assert_eq!((a.ends(), b.ends()), (Ok("7".into()), Ok("7".into())));
}

#[test]
fn without_it_an_err_is_shared_as_any_result() {
    let (map, gate) = (FlightMap::<u64, Result<u64, u64>>::new(), Gate::default());
    let bodies = Cell::new(0);
    let call = || {
        Call::new(map.run(7, async {
            bodies.set(bodies.get() + 1);
            gate.passed().await;
            Err(9)
        }))
    };
    let (mut a, mut b) = (call(), call());
    a.waits();
    b.waits();
    gate.open();
    assert_eq!((a.ends(), b.ends(), bodies.get()), (Err(9), Err(9), 1));
}

#[test]
fn blocking_calls_share_an_ok_alone_too() {
    #[single_flight(map = map, key = id, share = ok)]
    fn parse(map: &FlightMap<u64, u64>, id: u64, text: &str) -> Result<u64, std::num::ParseIntError> {
        let number: u64 = text.parse()?;
        Ok(number)
    }

    let map = FlightMap::new();
    assert!(parse(&map, 1, "x").is_err());
    assert_eq!(parse(&map, 1, "3"), Ok(3));
    assert!(map.is_empty());
}

#[test]
fn a_result_that_nobody_waits_for_is_not_cloned() {
    #[derive(Debug)]
    struct NeverCloned;

    impl Clone for NeverCloned {
        fn clone(&self) -> Self {
            panic!("nobody waits for it")
        }
    }

    let map = FlightMap::<u64, NeverCloned>::new();
    map.blocking_run(1, || NeverCloned);
    Call::new(map.run(1, async { NeverCloned })).ends();
}
