//! Who reports an excess, from the call that is above the limit to the callback.

use super::{Builder, InflightMap, model, model_interrupted, side_by_side};
use loom::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::{sync::Arc, time::Duration};

type Map = InflightMap<u8>;

/// What the callback has seen.
struct Reports {
    begun: AtomicUsize,
    running: AtomicUsize,
}

impl Reports {
    fn new() -> Arc<Self> {
        Arc::new(Self { begun: AtomicUsize::new(0), running: AtomicUsize::new(0) })
    }

    /// A map that reports here, once.
    fn of(self: &Arc<Self>, limit: usize) -> Arc<Map> {
        let reports = Arc::clone(self);
        let builder: Builder<Map> = Map::builder().shards(2).limit(limit).excess_interval(Duration::MAX);
        let report = move |_: &super::Excess<'_>| {
            assert_eq!(reports.running.fetch_add(1, SeqCst), 0, "while it runs it is not called again");
            reports.begun.fetch_add(1, SeqCst);
            reports.running.fetch_sub(1, SeqCst);
        };
        Arc::new(builder.on_excess(report).build())
    }
}

#[test]
fn of_calls_above_the_limit_one_reports_before_any_goes_on() {
    model(|| {
        let reports = Reports::new();
        let map = reports.of(1);
        let first = map.enter_owned(0, ());
        let calls = [0, 1].map(|slot| side_by_side(&map, slot, |map| map.enter_owned(1, ())));
        let entries = calls.map(|call| call.join().expect("no call panics"));
        assert_eq!((map.stats().excesses, reports.begun.load(SeqCst), reports.running.load(SeqCst)), (1, 1, 0));
        drop((first, entries));
        assert!(map.is_empty());
    });
}

/// The first excess is over when two have left, and the next one may begin while the first one is still reported: that one
/// is not for the call whose report is in progress.
#[test]
fn a_call_reports_once_whatever_begins_meanwhile() {
    model_interrupted(2, || {
        let reporters = Arc::new(std::sync::Mutex::new(Vec::new()));
        let reported = Arc::clone(&reporters);
        let builder: Builder<Map> = Map::builder().shards(2).limit(2).excess_interval(Duration::ZERO);
        let report = move |_: &super::Excess<'_>| {
            reported.lock().expect("no report panics").push(loom::thread::current().id());
            loom::thread::yield_now();
        };
        let map = Arc::new(builder.on_excess(report).build());
        let (one, other) = (map.enter_owned(0, ()), map.enter_owned(1, ()));
        let exceeds = side_by_side(&map, 0, |map| {
            drop(map.enter_owned(2, ()));
            loom::thread::current().id()
        });
        let again = side_by_side(&map, 1, move |map| {
            drop((one, other));
            [3, 4, 5].map(|key| map.enter_owned(key, ()))
        });
        let exceeds = exceeds.join().expect("no call panics");
        let entries = again.join().expect("no call panics");
        let reporters = reporters.lock().expect("no report panics");
        assert!(reporters.iter().filter(|reporter| **reporter == exceeds).count() <= 1, "{reporters:?}");
        // Three are there, and the limit is two.
        assert!(map.stats().excesses > 0 && !reporters.is_empty());
        drop(entries);
    });
}
