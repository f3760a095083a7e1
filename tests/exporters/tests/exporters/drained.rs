//! Waiting until a map is empty, under several executors and in plain threads.

use scoped_entry::{InflightMap, NotDrained, UniqueMap};
use std::{
    future::Future,
    pin::pin,
    sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
    time::Duration,
};

/// Far more than anything here takes: a test that would hang is to fail.
const LONG: Duration = Duration::from_mins(1);

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn poll<F: Future>(future: std::pin::Pin<&mut F>, wakes: &Arc<Wakes>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(&Waker::from(Arc::clone(wakes))))
}

#[test]
fn an_empty_map_is_drained_at_once() {
    let never_used = InflightMap::<u64>::new();
    assert!(poll(pin!(never_used.drained()), &Arc::default()).is_ready());
    assert!(never_used.blocking_drained(Duration::ZERO).is_ok());
    let used = UniqueMap::<u64>::new();
    drop(used.try_enter(1, ()));
    assert!(poll(pin!(used.drained()), &Arc::default()).is_ready());
    assert!(used.blocking_drained(Duration::ZERO).is_ok());
}

#[test]
fn the_last_entry_that_leaves_wakes_whoever_waits_and_no_other_does() {
    let map = InflightMap::<u64>::new();
    let entries: Vec<_> = (0..3).map(|id| map.enter(id, ())).collect();
    let wakes = Arc::<Wakes>::default();
    let mut drained = pin!(map.drained());
    assert!(poll(drained.as_mut(), &wakes).is_pending());
    for (left, entry) in entries.into_iter().enumerate() {
        assert_eq!(wakes.0.load(Ordering::Relaxed), 0, "{left} have left");
        drop(entry);
    }
    assert_eq!(wakes.0.load(Ordering::Relaxed), 1);
    assert!(poll(drained, &wakes).is_ready());
}

#[test]
fn the_moment_counts_also_if_an_entry_is_made_before_the_task_runs_again() {
    let map = UniqueMap::<u64>::new();
    let first = map.try_enter(1, ());
    let wakes = Arc::<Wakes>::default();
    let mut drained = pin!(map.drained());
    assert!(poll(drained.as_mut(), &wakes).is_pending());
    drop(first);
    let _second = map.try_enter(2, ());
    assert!(poll(drained, &wakes).is_ready());
}

#[test]
fn a_wake_up_that_a_cancelled_waiter_leaves_behind_ends_no_later_wait() {
    let map = InflightMap::<u64>::new();
    let first = map.enter(1, ());
    let wakes = Arc::<Wakes>::default();
    let mut cancelled = Box::pin(map.drained());
    assert!(poll(cancelled.as_mut(), &wakes).is_pending());
    drop(first);
    let second = map.enter(2, ());
    let mut later = pin!(map.drained());
    assert!(poll(later.as_mut(), &wakes).is_pending());
    drop(cancelled);
    assert!(poll(later.as_mut(), &wakes).is_pending(), "the map was never empty since");
    drop(second);
    assert!(poll(later, &wakes).is_ready());
}

#[test]
fn a_cancelled_waiter_is_not_woken() {
    let map = InflightMap::<u64>::new();
    let entry = map.enter(1, ());
    let wakes = Arc::<Wakes>::default();
    let mut drained = Box::pin(map.drained());
    assert!(poll(drained.as_mut(), &wakes).is_pending());
    drop(drained);
    drop(entry);
    assert_eq!(wakes.0.load(Ordering::Relaxed), 0);
    assert_eq!(Arc::strong_count(&wakes), 1, "and its waker is gone");
}

#[test]
fn all_who_wait_are_woken() {
    let map = InflightMap::<u64>::new();
    let entry = map.enter(1, ());
    let together = Barrier::new(9);
    thread::scope(|scope| {
        let waiters: Vec<_> = (0..8)
            .map(|nth| {
                let (map, together) = (&map, &together);
                scope.spawn(move || {
                    together.wait();
                    if nth % 2 == 0 {
                        smol::block_on(map.drained());
                        Ok(())
                    } else {
                        map.blocking_drained(LONG)
                    }
                })
            })
            .collect();
        together.wait();
        drop(entry);
        for waiter in waiters {
            waiter.join().unwrap().unwrap();
        }
    });
}

#[test]
fn entries_that_leave_side_by_side_never_leave_a_waiter_behind() {
    for _ in 0..200 {
        let map = Arc::new(UniqueMap::<usize>::new());
        let entries: Vec<_> = (0..4).map(|id| map.try_enter_owned(id, ()).unwrap()).collect();
        let leaving: Vec<_> = entries.into_iter().map(|entry| thread::spawn(move || drop(entry))).collect();
        map.blocking_drained(LONG).unwrap();
        assert!(map.is_empty());
        for thread in leaving {
            thread.join().unwrap();
        }
    }
}

#[test]
fn a_stuck_entry_meets_the_deadline_and_is_named() {
    let map = UniqueMap::<&str>::new();
    let entry = map.try_enter("k-1", ());
    let line = line!() - 1;
    let NotDrained { len, oldest, .. } = map.blocking_drained(Duration::ZERO).unwrap_err();
    assert_eq!((len, oldest.len()), (1, 1));
    assert_eq!((oldest[0].location.file(), oldest[0].location.line()), (file!(), line));
    let said = map.blocking_drained(Duration::from_millis(1)).unwrap_err().to_string();
    assert!(said.starts_with(&format!("1 entry remains: inserted at {}:{line}:", file!())), "{said}");
    assert!(said.ends_with(" s ago"), "{said}");
    assert!(!said.contains("k-1"), "never the key: {said}");
    drop(entry);
}

#[test]
fn of_many_stuck_entries_the_oldest_ten_are_named() {
    let map = InflightMap::<u64>::new();
    let entries: Vec<_> = (0..12).map(|id| map.enter(id, ())).collect();
    let stuck = map.blocking_drained(Duration::ZERO).unwrap_err();
    assert_eq!((stuck.len, stuck.oldest.len()), (12, 10));
    assert!(stuck.oldest.is_sorted_by(|older, newer| older.age >= newer.age));
    assert!(stuck.to_string().starts_with("12 entries remain: inserted at "));
    assert!(stuck.to_string().ends_with(", …"));
    drop(entries);
}

#[test]
fn no_timeout_is_too_long() {
    let map = Arc::new(InflightMap::<u64>::new());
    let entry = map.enter_owned(1, ());
    let leaving = thread::spawn(move || drop(entry));
    assert!(map.blocking_drained(Duration::MAX).is_ok());
    leaving.join().unwrap();
}

#[test]
fn a_panic_that_removes_the_last_entry_drains_the_map() {
    let map = Arc::new(InflightMap::<u64>::new());
    let entry = map.enter_owned(1, ());
    let panics = thread::spawn(move || {
        let _entry = entry;
        std::panic::resume_unwind(Box::new("as a handler does"));
    });
    assert!(map.blocking_drained(LONG).is_ok());
    assert!(panics.join().is_err());
}

#[test]
fn waiting_ends_no_excess_early_and_is_not_ended_by_one() {
    let map = InflightMap::<u64>::builder().limit(5).build();
    let mut entries: Vec<_> = (0..6).map(|id| map.enter(id, ())).collect();
    let wakes = Arc::<Wakes>::default();
    let mut drained = pin!(map.drained());
    assert!(poll(drained.as_mut(), &wakes).is_pending());
    entries.truncate(4);
    entries.extend((6..9).map(|id| map.enter(id, ())));
    assert_eq!(map.stats().excesses, 1, "four are not below four fifths of five");
    entries.truncate(3);
    entries.extend((9..12).map(|id| map.enter(id, ())));
    assert_eq!(map.stats().excesses, 2);
    assert!(poll(drained.as_mut(), &wakes).is_pending());
    drop(entries);
    assert!(poll(drained, &wakes).is_ready());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_of_tokio_waits() {
    let map = Arc::new(InflightMap::<u64>::new());
    let entry = map.enter_owned(1, ());
    let waits = tokio::spawn({
        let map = Arc::clone(&map);
        async move { map.drained().await }
    });
    tokio::spawn(async move { drop(entry) });
    tokio::time::timeout(LONG, waits).await.unwrap().unwrap();
}

#[tokio::test]
async fn the_timeout_of_tokio_is_a_deadline_after_which_the_map_tells_who_is_stuck() {
    let map = InflightMap::<&str>::new();
    let entry = map.enter("report.pdf", ());
    assert!(tokio::time::timeout(Duration::from_millis(1), map.drained()).await.is_err());
    assert_eq!(map.stuck(Duration::ZERO)[0].key, "report.pdf");
    drop(entry);
    tokio::time::timeout(LONG, map.drained()).await.unwrap();
}

#[test]
fn a_task_of_smol_waits() {
    let map = Arc::new(UniqueMap::<u64>::new());
    let entry = map.try_enter_owned(1, ()).unwrap();
    let waits = smol::spawn({
        let map = Arc::clone(&map);
        async move { map.drained().await }
    });
    smol::spawn(async move { drop(entry) }).detach();
    smol::block_on(waits);
    assert!(map.is_empty());
}
