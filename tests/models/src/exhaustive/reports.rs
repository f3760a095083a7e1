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

    /// A map that reports here, and once for each excess.
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

/// The first excess is over when three have left, and the next one may begin while the first one is still reported.
#[test]
fn an_excess_that_begins_during_a_report_and_lasts_is_reported_when_that_is_back() {
    model_interrupted(2, || {
        let reports = Reports::new();
        let map = reports.of(2);
        let (one, other) = (map.enter_owned(0, ()), map.enter_owned(1, ()));
        let exceeds = side_by_side(&map, 0, |map| drop(map.enter_owned(2, ())));
        let again = side_by_side(&map, 1, move |map| {
            drop((one, other));
            [3, 4, 5].map(|key| map.enter_owned(key, ()))
        });
        exceeds.join().expect("no call panics");
        let entries = again.join().expect("no call panics");
        // Three are there, and the limit is two: if that is a new excess, it lasts.
        assert_eq!(map.stats().excesses, reports.begun.load(SeqCst) as u64);
        drop(entries);
    });
}
