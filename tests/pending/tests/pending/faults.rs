//! User code that panics, or calls back into the map: keys, replies and wakers.

use crate::tools::{Woken, poll, poll_with};
use scoped_entry::{Closed, PendingMap};
use std::{
    cell::Cell,
    hash::{Hash, Hasher},
    panic::{self, AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{Arc, Mutex, OnceLock},
    task::{Context, Poll, Wake, Waker},
};

thread_local! {
    static PANICS_IN: Cell<&'static str> = const { Cell::new("") };
}

/// Panics once, in what is named.
fn panics_in<R>(what: &'static str, call: impl FnOnce() -> R) -> bool {
    PANICS_IN.set(what);
    let panicked = catch_unwind(AssertUnwindSafe(call)).is_err();
    assert_eq!(PANICS_IN.replace(""), if panicked { "" } else { what });
    panicked
}

fn may_panic(what: &str) {
    if PANICS_IN.get() == what {
        PANICS_IN.set("");
        panic::resume_unwind(Box::new(()));
    }
}

#[derive(Debug)]
struct Key(u64);

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        may_panic("hash");
        self.0.hash(state);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        may_panic("eq");
        self.0 == other.0
    }
}

impl Eq for Key {}

impl Drop for Key {
    fn drop(&mut self) {
        may_panic("key");
    }
}

#[derive(Debug, PartialEq)]
struct Reply(u32);

impl Drop for Reply {
    fn drop(&mut self) {
        may_panic("reply");
    }
}

struct Panics;

impl Wake for Panics {
    fn wake(self: Arc<Self>) {
        panic::resume_unwind(Box::new(()));
    }
}

fn panicking_waker() -> Waker {
    Waker::from(Arc::new(Panics))
}

#[test]
fn a_key_that_panics_in_hash_or_eq_changes_nothing() {
    let pending = PendingMap::<Key, Reply>::new();
    let mut guard = pending.try_enter(Key(1)).unwrap();
    for what in ["hash", "eq"] {
        assert!(panics_in(what, || pending.try_enter(Key(1))));
        assert!(panics_in(what, || pending.complete(&Key(1), Reply(1))));
        assert!(panics_in(what, || pending.contains_key(&Key(1))));
    }
    let stats = pending.stats();
    assert_eq!((stats.live, stats.completed, stats.unclaimed), (1, 0, 0));
    pending.complete(&Key(1), Reply(2)).unwrap();
    assert_eq!(poll(&mut guard), Poll::Ready(Ok(Reply(2))));
}

#[test]
fn a_key_that_panics_when_it_drops_keeps_no_reply_back() {
    let pending = PendingMap::<Key, Reply>::new();
    let key = Key(1);
    let mut guard = pending.try_enter(Key(1)).unwrap();
    let (woken, waker) = Woken::new();
    assert!(poll_with(&mut guard, &waker).is_pending());
    assert!(panics_in("key", || pending.complete(&key, Reply(1))));
    assert_eq!((woken.times(), pending.len()), (1, 0));
    assert_eq!(poll(&mut guard), Poll::Ready(Ok(Reply(1))));
    let guard = pending.try_enter(Key(1)).unwrap();
    assert!(panics_in("key", || drop(guard)));
    assert!(pending.is_empty());
}

#[test]
fn closing_reaches_all_calls_even_if_a_key_and_a_waker_panic() {
    let pending = PendingMap::<Key, Reply>::new();
    let mut guards: Vec<_> = (0..100).map(|id| pending.try_enter(Key(id)).unwrap()).collect();
    let (woken, waker) = Woken::new();
    for (at, guard) in guards.iter_mut().enumerate() {
        let waker = if at % 10 == 0 { panicking_waker() } else { waker.clone() };
        assert!(poll_with(guard, &waker).is_pending());
    }
    assert!(panics_in("key", || pending.close()));
    assert_eq!((woken.times(), pending.len(), pending.stats().closed), (90, 0, 100));
    for guard in &mut guards {
        assert_eq!(poll(guard), Poll::Ready(Err(Closed)));
    }
}

#[test]
fn a_waker_that_panics_loses_no_reply() {
    let pending = PendingMap::<u64, Reply>::new();
    let mut guard = pending.try_enter(7).unwrap();
    assert!(poll_with(&mut guard, &panicking_waker()).is_pending());
    assert!(catch_unwind(AssertUnwindSafe(|| pending.complete(&7, Reply(1)))).is_err());
    assert_eq!((pending.len(), pending.stats().completed), (0, 1));
    assert_eq!(poll(&mut guard), Poll::Ready(Ok(Reply(1))));
}

#[test]
fn a_waker_that_panics_keeps_nobody_waiting_for_an_empty_map() {
    let pending = PendingMap::<u64, Reply>::new();
    let mut guard = pending.try_enter(7).unwrap();
    assert!(poll_with(&mut guard, &panicking_waker()).is_pending());
    let (woken, waker) = Woken::new();
    let mut drained = pin!(pending.drained());
    assert!(drained.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    assert!(catch_unwind(AssertUnwindSafe(|| pending.complete(&7, Reply(1)))).is_err());
    assert_eq!(woken.times(), 1);
    assert!(drained.as_mut().poll(&mut Context::from_waker(&waker)).is_ready());
    // And the other way round.
    let (woken, waker) = Woken::new();
    let mut guard = pending.try_enter(7).unwrap();
    assert!(poll_with(&mut guard, &waker).is_pending());
    let mut drained = pin!(pending.drained());
    assert!(drained.as_mut().poll(&mut Context::from_waker(&panicking_waker())).is_pending());
    assert!(catch_unwind(AssertUnwindSafe(|| pending.complete(&7, Reply(2)))).is_err());
    assert_eq!(woken.times(), 1);
    assert_eq!(poll(&mut guard), Poll::Ready(Ok(Reply(2))));
}

#[test]
fn an_unread_reply_that_panics_when_it_drops_leaves_the_map_usable() {
    let pending = PendingMap::<u64, Reply>::new();
    let guard = pending.try_enter(7).unwrap();
    pending.complete(&7, Reply(1)).unwrap();
    assert!(panics_in("reply", || drop(guard)));
    assert!(pending.is_empty());
    drop(pending.try_enter(7).unwrap());
}

/// A waker that is dropped, cloned or called uses the map: none of them runs under a lock.
#[test]
fn wakers_may_use_the_map() {
    struct Calls(&'static PendingMap<u64, u32>);

    impl Calls {
        fn call(&self) {
            assert!(!self.0.contains_key(&0));
            drop(self.0.try_enter(8).unwrap());
            assert_eq!(self.0.complete(&9, 1), Err(1));
        }
    }

    impl Wake for Calls {
        fn wake(self: Arc<Self>) {
            self.call();
        }
    }

    impl Drop for Calls {
        fn drop(&mut self) {
            self.call();
        }
    }

    static PENDING: OnceLock<PendingMap<u64, u32>> = OnceLock::new();
    let pending = PENDING.get_or_init(|| PendingMap::builder().shards(1).build());
    let waker = || Waker::from(Arc::new(Calls(pending)));
    let mut guard = pending.try_enter(7).unwrap();
    assert!(poll_with(&mut guard, &waker()).is_pending());
    assert!(poll_with(&mut guard, &waker()).is_pending());
    pending.complete(&7, 1).unwrap();
    assert_eq!(poll(&mut guard), Poll::Ready(Ok(1)));
    let mut guard = pending.try_enter(7).unwrap();
    assert!(poll_with(&mut guard, &waker()).is_pending());
    drop(guard);
    let mut guard = pending.try_enter(7).unwrap();
    assert!(poll_with(&mut guard, &waker()).is_pending());
    pending.close();
    pending.reopen();
}

/// A waker may drop the very guard that it wakes, as executors do when they shut down.
#[test]
fn a_waker_may_drop_the_guard() {
    type Slot = Mutex<Option<scoped_entry::EntryGuard<Arc<PendingMap<u64, u32>>>>>;
    struct Drops(Arc<Slot>);

    impl Wake for Drops {
        fn wake(self: Arc<Self>) {
            let guard = self.0.lock().unwrap().take();
            drop(guard);
        }
    }

    let pending = Arc::new(PendingMap::<u64, u32>::builder().shards(1).build());
    for closes in [false, true] {
        let slot = Arc::new(Slot::default());
        let waker = Waker::from(Arc::new(Drops(Arc::clone(&slot))));
        let mut guard = pending.try_enter_owned(7).unwrap();
        assert!(poll_with(&mut guard, &waker).is_pending());
        *slot.lock().unwrap() = Some(guard);
        if closes {
            pending.close();
        } else {
            pending.complete(&7, 1).unwrap();
        }
        assert!(slot.lock().unwrap().is_none() && pending.is_empty());
    }
}

#[test]
fn a_report_that_panics_removes_the_entry() {
    let pending = PendingMap::<u64, u32>::builder().limit(1).on_excess(|_| panic::resume_unwind(Box::new(()))).build();
    let first = pending.try_enter(1).unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| pending.try_enter(2))).is_err());
    assert_eq!((pending.len(), pending.stats().dropped, pending.stats().entries.excesses), (1, 1, 1));
    drop(first);
}
