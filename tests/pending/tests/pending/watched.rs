//! Listings, limits, and the registry.

use scoped_entry::{
    PendingMap,
    observe::{MapMetrics, Observed, Registry},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

#[test]
fn listings_show_keys_and_locations() {
    let pending = PendingMap::<u64, u32>::new();
    let line = line!() + 1;
    let (first, second) = (pending.try_enter(1).unwrap(), pending.try_enter(2).unwrap());
    let third = pending.try_enter(3).unwrap();
    pending.complete(&2, 0).unwrap();
    let calls = pending.snapshot();
    assert_eq!(calls.iter().map(|call| call.key).collect::<Vec<_>>(), [1, 3]);
    assert_eq!((calls[0].location.file(), calls[0].location.line()), (file!(), line));
    assert_eq!(pending.oldest().unwrap().key, 1);
    assert_eq!(pending.stuck(Duration::ZERO).len(), 2);
    assert!(pending.stuck(Duration::from_hours(1)).is_empty());
    drop((first, second, third));
}

#[test]
fn a_limit_reports_and_close_ends_the_excess() {
    let reports = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&reports);
    let pending = PendingMap::<u64, u32>::builder()
        .name("calls")
        .shards(4)
        .limit(10)
        .excess_interval(Duration::ZERO)
        .on_excess(move |excess| {
            assert_eq!((excess.name, excess.len, excess.limit), (Some("calls"), 11, 10));
            seen.fetch_add(1, Relaxed);
        })
        .build();
    for round in 1..=2 {
        let guards: Vec<_> = (0..11).map(|id| pending.try_enter(id).unwrap()).collect();
        assert_eq!((reports.load(Relaxed), pending.stats().entries.excesses), (round, round as u64));
        pending.close();
        pending.reopen();
        drop(guards);
    }
    assert_eq!(pending.stats().entries.limit, Some(10));
}

#[test]
fn a_registry_exports_the_map() {
    let pending = Arc::new(PendingMap::<u64, u32>::builder().name("calls").build());
    let registry = Registry::new();
    registry.watch_with_keys(&pending, ToString::to_string);
    let (first, second) = (pending.try_enter(1).unwrap(), pending.try_enter(2).unwrap());
    pending.complete(&1, 0).unwrap();
    assert_eq!(pending.complete(&1, 0), Err(0));
    drop(first);
    let metrics: Vec<MapMetrics> = registry.map_metrics();
    let [metrics] = &metrics[..] else { panic!("{metrics:?}") };
    assert_eq!((metrics.map.as_str(), metrics.entries, metrics.entered, metrics.ended), ("calls", 1, 2, 1));
    let replies = metrics.replies.unwrap();
    assert_eq!((replies.completed, replies.closed, replies.unclaimed), (1, 0, 1));
    let maps = registry.maps();
    let shown = maps[0].shown(10);
    assert_eq!(shown[0].key.as_deref(), Some("2"));
    pending.close();
    assert_eq!(Observed::replies(&*pending).unwrap().closed, 1);
    drop(second);
    // The counts stay after the map.
    let another = Arc::new(PendingMap::<u64, u32>::builder().name("calls").build());
    registry.watch(&another);
    assert_eq!(registry.map_metrics().len(), 1);
    drop((maps, pending));
    assert_eq!(registry.map_metrics()[0].replies.unwrap().closed, 1);
}

#[tokio::test]
async fn drained_waits_for_replies_and_not_for_readers() {
    let pending = Arc::new(PendingMap::<u64, u32>::new());
    let reply = pending.try_enter(1).unwrap();
    let map = Arc::clone(&pending);
    let replies = std::thread::spawn(move || map.complete(&1, 1));
    pending.drained().await;
    replies.join().unwrap().unwrap();
    assert_eq!(reply.await, Ok(1));
    let reply = pending.try_enter(1).unwrap();
    assert_eq!(pending.blocking_drained(Duration::ZERO).unwrap_err().len, 1);
    pending.close();
    pending.blocking_drained(Duration::ZERO).unwrap();
    drop(reply);
}
