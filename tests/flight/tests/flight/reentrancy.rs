//! Calls with the key of the call that they are made from.

use crate::{
    gate::Gate,
    polling::{Call, block_on},
};
use scoped_entry::{FlightMap, single_flight};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Weak},
};

#[track_caller]
fn message_of_the_panic<T>(panics: impl FnOnce() -> T) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(panics)) else { panic!("there was no panic") };
    *payload.downcast::<String>().expect("the message has a place in it")
}

#[single_flight(map = map, key = id)]
fn factorial(map: &FlightMap<u64, u64>, id: u64, calls: u64) -> u64 {
    if id == 0 { 1 } else { id * factorial(map, calls, calls.saturating_sub(1)) }
}

#[test]
fn a_function_may_call_itself_with_another_key() {
    let map = FlightMap::new();
    assert_eq!(factorial(&map, 5, 4), 120);
    assert!(map.is_empty());
}

#[test]
fn a_function_that_calls_itself_with_its_own_key_panics_and_says_where() {
    let map = FlightMap::new();
    let message = message_of_the_panic(|| factorial(&map, 5, 5));
    assert!(message.starts_with("single flight: the call at "), "{message}");
    assert!(message.contains("reentrancy.rs"), "{message}");
    assert!(map.is_empty());
    assert_eq!(factorial(&map, 2, 1), 2);
}

#[test]
fn a_key_that_an_outer_call_has_is_found_too() {
    let map = FlightMap::<u64, u64>::new();
    let message = message_of_the_panic(|| map.blocking_run(1, || map.blocking_run(2, || map.blocking_run(1, || 3))));
    assert!(message.starts_with("single flight: "), "{message}");
    assert!(map.is_empty());
}

#[single_flight(map = map, key = id)]
async fn lookup(map: &FlightMap<u64, u64>, gate: &Gate, id: u64, again: Option<u64>) -> u64 {
    gate.passed().await;
    match again {
        Some(again) => Box::pin(lookup(map, gate, again, None)).await,
        None => id,
    }
}

#[test]
fn an_async_function_that_awaits_its_own_key_panics_in_its_poll() {
    let (map, gate) = (FlightMap::new(), Gate::default());
    let mut call = Call::new(lookup(&map, &gate, 1, Some(1)));
    call.waits();
    gate.open();
    let message = message_of_the_panic(|| call.poll());
    assert!(message.starts_with("single flight: "), "{message}");
    assert!(map.is_empty());
}

#[test]
fn an_async_function_may_await_another_key() {
    let (map, gate) = (FlightMap::new(), Gate::default());
    gate.open();
    assert_eq!(block_on(lookup(&map, &gate, 1, Some(2))), 2);
}

/// Somebody else leads what it waits for: it waits for them, and not for itself.
#[test]
fn a_call_may_follow_another_flight_from_within_its_own_body() {
    let (map, gate) = (FlightMap::new(), Gate::default());
    let mut leader = Call::new(lookup(&map, &gate, 2, None));
    leader.waits();
    let mut outer = Call::new(map.run(1, async { 10 * lookup(&map, &gate, 2, None).await }));
    outer.waits();
    assert_eq!(map.followers(&2), 1);
    gate.open();
    assert_eq!((leader.ends(), outer.ends()), (2, 20));
}

#[test]
fn two_calls_with_one_key_side_by_side_in_one_task_are_no_reentrancy() {
    let (map, gate) = (FlightMap::new(), Gate::default());
    let mut both = Call::new(async { tokio::join!(lookup(&map, &gate, 1, None), lookup(&map, &gate, 1, None)) });
    both.waits();
    gate.open();
    // `join!` polls the follower first this time.
    assert_eq!(both.runs(), (1, 1));
    assert_eq!(map.stats().served, 1);
}

#[test]
fn a_blocking_call_from_within_the_poll_of_an_async_one_is_found() {
    let map = FlightMap::<u64, u64>::new();
    let message = message_of_the_panic(|| block_on(map.run(1, async { map.blocking_run(1, || 2) })));
    assert!(message.starts_with("single flight: "), "{message}");
    assert!(map.is_empty());
}

/// It would wait for a leader that can no longer end, since it is what the leader waits for.
#[test]
fn a_blocking_call_from_a_destructor_in_a_cancelled_body_is_found() {
    struct CallsAgain<'a>(&'a FlightMap<u64, u64>);

    impl Drop for CallsAgain<'_> {
        fn drop(&mut self) {
            self.0.blocking_run(1, || 2);
        }
    }

    let (map, gate) = (FlightMap::new(), Gate::default());
    let mut call = Call::new(map.run(1, async {
        let _again = CallsAgain(&map);
        gate.passed().await;
        3
    }));
    call.waits();
    let message = message_of_the_panic(|| drop(call));
    assert!(message.starts_with("single flight: "), "{message}");
    assert!(map.is_empty());
}

#[test]
fn a_callback_that_asks_for_the_key_whose_entry_it_is_called_for_is_found() {
    let map = Arc::new_cyclic(|weak: &Weak<FlightMap<u64, u64>>| {
        let weak = weak.clone();
        FlightMap::<u64, u64>::builder()
            .limit(0)
            .on_excess(move |_| _ = weak.upgrade().expect("it is entered").blocking_run(1, || 2))
            .build()
    });
    let message = message_of_the_panic(|| map.blocking_run(1, || 3));
    assert!(message.starts_with("single flight: "), "{message}");
    assert!(map.is_empty());
}

#[test]
fn a_key_is_free_for_the_thread_again_after_a_panic_in_its_body() {
    let map = FlightMap::<u64, u64>::new();
    message_of_the_panic(|| map.blocking_run(1, || panic!("{}", "as it was told")));
    assert_eq!(map.blocking_run(1, || map.blocking_run(2, || 3)), 3);
}

#[test]
fn equal_keys_of_two_maps_have_nothing_to_do_with_each_other() {
    let (one, other) = (FlightMap::<u64, u64>::new(), FlightMap::<u64, u64>::new());
    assert_eq!(one.blocking_run(1, || other.blocking_run(1, || 2)), 2);
}
