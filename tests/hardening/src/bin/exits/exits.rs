//! The process ends, whoever is in a map.

use crate::{INFLIGHT, UNIQUE, say};
use scoped_entry::{EntryGuard, InflightMap};
use std::{
    process::exit,
    sync::{Arc, Barrier, OnceLock},
    thread,
};

static HELD: OnceLock<EntryGuard<&'static InflightMap<u64, String>>> = OnceLock::new();

/// Threads that enter, look and leave until there is no process.
fn busy_threads() {
    let begun = Arc::new(Barrier::new(9));
    for number in 0..8 {
        let begun = Arc::clone(&begun);
        thread::spawn(move || {
            let _held = INFLIGHT.enter(number, String::new());
            begun.wait();
            loop {
                drop((INFLIGHT.enter(number, String::new()), UNIQUE.try_enter(number % 3, String::new())));
                drop((INFLIGHT.snapshot(), UNIQUE.stats()));
            }
        });
    }
    begun.wait();
}

pub(crate) fn threads_go_on() {
    busy_threads();
    say("main returns");
}

pub(crate) fn exit_with_guards() {
    assert!(HELD.set(INFLIGHT.enter(1, String::new())).is_ok());
    let _guards = (INFLIGHT.enter(2, String::new()), UNIQUE.try_enter(99, String::new()));
    busy_threads();
    say("exits");
    exit(7);
}

pub(crate) fn exit_in_callback() {
    busy_threads();
    let map = InflightMap::<u64>::builder().limit(0).on_excess(|_| exit(7)).build();
    say("exits");
    let _guard = map.enter(1, ());
    unreachable!("the callback has ended the process");
}

struct Exits;

impl Drop for Exits {
    fn drop(&mut self) {
        exit(7);
    }
}

pub(crate) fn exit_in_destructor() {
    busy_threads();
    let map = InflightMap::new();
    say("exits");
    drop(map.enter(1, Exits));
    unreachable!("the value has ended the process");
}
