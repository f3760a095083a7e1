//! Waiting until a map is empty, from the future to the event that wakes it. What the shards say is in [`super::waits`].
//!
//! That nobody waits for ever, the checker sees: a model in which every thread waits has failed.

use super::{InflightMap, model, model_interrupted, side_by_side};
use loom::future::block_on;
use std::{
    future::Future,
    pin::pin,
    sync::Arc,
    task::{Context, Waker},
    time::Duration,
};

type Map = InflightMap<u8>;

fn map() -> Arc<Map> {
    Arc::new(Map::builder().shards(2).build())
}

#[test]
fn a_task_goes_on_when_the_last_entry_has_left() {
    model(|| {
        let map = map();
        let (one, other) = (map.enter_owned(0, ()), map.enter_owned(1, ()));
        let leaves = side_by_side(&map, 1, move |_| drop(other));
        let waits = side_by_side(&map, 0, |map| block_on(map.drained()));
        drop(one);
        leaves.join().expect("no call panics");
        waits.join().expect("it does not wait for ever");
        assert!(map.is_empty());
    });
}

#[test]
fn a_thread_goes_on_when_the_last_entry_has_left() {
    model(|| {
        let map = map();
        let entry = map.enter_owned(0, ());
        let waits = side_by_side(&map, 0, |map| map.blocking_drained(Duration::MAX).is_ok());
        drop(entry);
        assert!(waits.join().expect("it does not wait for ever"));
    });
}

#[test]
fn a_thread_whose_time_is_over_says_what_is_there_or_that_nothing_is() {
    model(|| {
        let map = map();
        let entry = map.enter_owned(0, ());
        let waits = side_by_side(&map, 0, |map| match map.blocking_drained(Duration::ZERO) {
            Ok(()) => assert!(map.is_empty()),
            Err(left) => assert_eq!(left.len, 1),
        });
        drop(entry);
        waits.join().expect("it is so");
    });
}

#[test]
fn of_two_who_wait_one_that_is_dropped_takes_nothing_from_the_other() {
    model_interrupted(2, || {
        let map = map();
        let entry = map.enter_owned(0, ());
        let gives_up = side_by_side(&map, 0, |map| {
            let drained = pin!(map.drained());
            _ = drained.poll(&mut Context::from_waker(Waker::noop()));
        });
        let waits = side_by_side(&map, 1, |map| block_on(map.drained()));
        drop(entry);
        gives_up.join().expect("no call panics");
        waits.join().expect("it does not wait for ever");
    });
}
