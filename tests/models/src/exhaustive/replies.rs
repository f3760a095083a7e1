//! How an entry that waits for a reply ends: completed, dropped, or closed.
//!
//! That every waiter is woken, the checker sees: a model in which every thread waits has failed.

use super::{PendingMap, model, model_interrupted, side_by_side};
use crate::entry::{Closed, EntryGuard};
use loom::future::block_on;
use std::{
    hash::{BuildHasherDefault, DefaultHasher},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

type Map = PendingMap<u8, Arc<()>, BuildHasherDefault<DefaultHasher>>;

/// The first call makes the shards, by std's `OnceLock`, which the checker does not see: that call is made here.
fn map() -> Arc<Map> {
    let map = PendingMap::<u8, Arc<()>>::builder().shards(2).hasher(BuildHasherDefault::new()).build();
    drop(map.try_enter(0));
    Arc::new(map)
}

/// Completed, dropped and closed entries, and unclaimed replies, without the entry of [`map`].
fn ends(map: &Map) -> [u64; 4] {
    let stats = map.stats();
    assert_eq!((stats.live, stats.entries.len), (map.len(), map.len()));
    [stats.completed, stats.dropped - 1, stats.closed, stats.unclaimed]
}

fn poll(guard: &mut EntryGuard<Arc<Map>>, waker: &Waker) -> Poll<Result<Arc<()>, Closed>> {
    Pin::new(guard).poll(&mut Context::from_waker(waker))
}

#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

#[test]
fn a_reply_beside_a_guard_that_drops_is_passed_on_or_given_back() {
    model(|| {
        let (map, reply) = (map(), Arc::new(()));
        let guard = map.try_enter_owned(7).expect("it is the first one");
        let sent = Arc::clone(&reply);
        let completes = side_by_side(&map, 0, move |map| map.complete(&7, sent));
        drop(guard);
        match completes.join().expect("no call panics") {
            Ok(()) => assert_eq!(ends(&map), [1, 0, 0, 0]),
            Err(back) => {
                assert_eq!(ends(&map), [0, 1, 0, 1]);
                drop(back);
            }
        }
        assert_eq!(Arc::strong_count(&reply), 1, "it is in no map and no guard");
        assert!(map.is_empty());
    });
}

#[test]
fn a_reply_wakes_the_last_waker_of_a_guard_that_is_polled_with_another() {
    model(|| {
        let map = map();
        let mut guard = map.try_enter_owned(7).expect("it is the first one");
        let wakers = [Arc::new(Woken::default()), Arc::new(Woken::default())];
        assert!(poll(&mut guard, &Waker::from(Arc::clone(&wakers[0]))).is_pending());
        let completes = side_by_side(&map, 0, |map| map.complete(&7, Arc::new(())).is_ok());
        let polled = poll(&mut guard, &Waker::from(Arc::clone(&wakers[1])));
        assert!(completes.join().expect("no call panics"));
        let woken = wakers.each_ref().map(|woken| woken.0.load(SeqCst));
        if polled.is_pending() {
            assert_eq!(woken, [0, 1]);
            assert!(poll(&mut guard, Waker::noop()).is_ready());
        } else {
            assert_eq!(woken, [1, 0]);
        }
        assert!(wakers.iter().all(|woken| Arc::strong_count(woken) == 1), "no waker is kept");
        assert_eq!(ends(&map), [1, 0, 0, 0]);
    });
}

#[test]
fn a_task_and_a_thread_that_wait_are_woken() {
    model(|| {
        let map = map();
        let task = map.try_enter_owned(1).expect("it is the first one");
        let thread = map.try_enter_owned(2).expect("it is the first one");
        let task = side_by_side(&map, 0, |_| block_on(task).is_ok());
        let thread = side_by_side(&map, 0, |_| thread.wait().is_ok());
        assert!(map.complete(&1, Arc::new(())).is_ok());
        assert!(map.complete(&2, Arc::new(())).is_ok());
        assert!(task.join().expect("it is woken") && thread.join().expect("it is woken"));
        assert_eq!(ends(&map), [2, 0, 0, 0]);
    });
}

#[test]
fn a_thread_whose_time_is_over_has_its_reply_or_its_entry() {
    model(|| {
        let map = map();
        let mut guard = map.try_enter_owned(7).expect("it is the first one");
        let completes = side_by_side(&map, 0, |map| map.complete(&7, Arc::new(())).is_ok());
        let first = guard.wait_timeout(Duration::ZERO);
        if first.is_err() {
            assert!(guard.wait().is_ok(), "it waits again");
        }
        assert!(completes.join().expect("no call panics"));
        assert_eq!(ends(&map), [1, 0, 0, 0]);
    });
}

#[test]
fn of_two_replies_to_one_id_one_is_passed_on() {
    model(|| {
        let map = map();
        let guard = map.try_enter_owned(7).expect("it is the first one");
        let completes = [0, 1].map(|_| side_by_side(&map, 0, |map| map.complete(&7, Arc::new(())).is_ok()));
        assert!(block_on(guard).is_ok());
        let passed_on = completes.map(|completes| completes.join().expect("no call panics"));
        assert_eq!(passed_on.iter().filter(|passed_on| **passed_on).count(), 1);
        assert_eq!(ends(&map), [1, 0, 0, 1]);
    });
}

#[test]
fn an_entry_beside_close_and_a_reply_ends_once() {
    model_interrupted(2, || {
        let map = map();
        let first = map.try_enter_owned(1).expect("it is the first one");
        let closes = side_by_side(&map, 0, |map| map.close());
        let completes = side_by_side(&map, 0, |map| map.complete(&1, Arc::new(())).is_ok());
        // Before it is closed or after: no reply will come in either case.
        let second = map.try_enter_owned(2).expect("no other call has this key");
        assert!(block_on(second).is_err());
        let is_completed = completes.join().expect("no call panics");
        assert_eq!(block_on(first).is_ok(), is_completed, "a reply that was passed on is delivered");
        closes.join().expect("no call panics");
        let [completed, dropped, closed, unclaimed] = ends(&map);
        assert_eq!((completed, dropped, unclaimed), (u64::from(is_completed), 0, u64::from(!is_completed)));
        assert_eq!(completed + closed, map.stats().entries.entered - 1);
        assert!(map.is_empty());
    });
}

#[test]
fn an_entry_beside_close_and_a_guard_that_drops_ends_once() {
    model(|| {
        let map = map();
        let guard = map.try_enter_owned(7).expect("it is the first one");
        let closes = side_by_side(&map, 0, |map| map.close());
        drop(guard);
        closes.join().expect("no call panics");
        let [completed, dropped, closed, unclaimed] = ends(&map);
        assert_eq!((completed, dropped + closed, unclaimed, map.len()), (0, 1, 0, 0));
    });
}

/// Keys of both shards: none is left closed in an open map, or open in a closed one.
#[test]
fn close_beside_reopen_leaves_all_shards_open_or_all_closed() {
    model(|| {
        let map = map();
        let closes = side_by_side(&map, 0, |map| map.close());
        map.reopen();
        closes.join().expect("no call panics");
        let guards: Vec<_> = (1..9).map(|key| map.try_enter_owned(key).expect("keys differ")).collect();
        assert_eq!(map.len(), if map.is_closed() { 0 } else { guards.len() });
    });
}

/// A reply to the first call comes late: it reaches that call, its successor with the same id, or neither, and the guard
/// of the first call takes nothing from its successor.
#[test]
fn an_id_that_is_used_again_beside_a_late_reply() {
    model(|| {
        let (map, reply) = (map(), Arc::new(()));
        let first = map.try_enter_owned(7).expect("it is the first one");
        let sent = Arc::clone(&reply);
        let completes = side_by_side(&map, 0, move |map| map.complete(&7, sent).is_ok());
        let second = map.try_enter_owned(7);
        let reached_the_first = second.is_ok();
        drop(first);
        let second = second.unwrap_or_else(|_| map.try_enter_owned(7).expect("the first one has dropped"));
        let is_completed = completes.join().expect("no call panics");
        assert!(is_completed || !reached_the_first);
        if reached_the_first {
            assert!(map.contains_key(&7), "the guard of the first call removes nothing of the second");
        }
        drop(second);
        let completed = u64::from(is_completed);
        assert_eq!(ends(&map), [completed, 2 - completed, 0, 1 - completed]);
        assert_eq!((Arc::strong_count(&reply), map.len()), (1, 0));
    });
}

#[test]
fn a_reply_to_the_last_call_wakes_who_waits_for_an_empty_map() {
    model(|| {
        let map = map();
        let guard = map.try_enter_owned(7).expect("it is the first one");
        let waits = side_by_side(&map, 0, |map| block_on(map.drained()));
        assert!(map.complete(&7, Arc::new(())).is_ok());
        waits.join().expect("it is woken");
        drop(guard);
    });
}
