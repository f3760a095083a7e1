//! `close` and `reopen`.

use crate::tools::{Woken, poll, poll_with};
use scoped_entry::{Closed, PendingMap};
use std::{sync::Arc, task::Poll};

#[test]
fn all_who_wait_are_closed_and_woken() {
    let pending = PendingMap::<u64, u32>::new();
    let mut guards: Vec<_> = (0..1_000).map(|id| pending.try_enter(id).unwrap()).collect();
    let (woken, waker) = Woken::new();
    for guard in guards.iter_mut().take(500) {
        assert!(poll_with(guard, &waker).is_pending());
    }
    assert!(!pending.is_closed());
    pending.close();
    assert!(pending.is_closed() && pending.is_empty());
    assert_eq!(woken.times(), 500);
    for guard in &mut guards {
        assert_eq!(poll(guard), Poll::Ready(Err(Closed)));
    }
    drop(guards);
    let stats = pending.stats();
    assert_eq!((stats.completed, stats.dropped, stats.closed), (0, 0, 1_000));
    assert_eq!((stats.entries.entered, stats.entries.exited), (1_000, 1_000));
}

#[test]
fn a_reply_before_is_delivered_and_one_after_is_given_back() {
    let pending = PendingMap::<u64, u32>::new();
    let (mut first, mut second) = (pending.try_enter(1).unwrap(), pending.try_enter(2).unwrap());
    pending.complete(&1, 1).unwrap();
    pending.close();
    assert_eq!(pending.complete(&2, 2), Err(2));
    assert_eq!((poll(&mut first), poll(&mut second)), (Poll::Ready(Ok(1)), Poll::Ready(Err(Closed))));
}

#[test]
fn while_it_is_closed_calls_enter_without_an_entry() {
    // Closed before it was ever used, too.
    let pending = PendingMap::<u64, u32>::new();
    pending.close();
    let mut guards = [pending.try_enter(7).unwrap(), pending.try_enter(7).unwrap()];
    assert!(pending.is_empty() && !pending.contains_key(&7));
    assert_eq!(pending.complete(&7, 1), Err(1));
    for guard in &mut guards {
        assert_eq!(poll(guard), Poll::Ready(Err(Closed)));
    }
    drop(pending.try_enter(7).unwrap());
    let stats = pending.stats();
    assert_eq!((stats.entries.entered, stats.closed, stats.unclaimed), (0, 0, 1));
}

#[test]
fn reopening_revives_no_earlier_guard() {
    let pending = PendingMap::<u64, u32>::new();
    let mut before = pending.try_enter(7).unwrap();
    pending.close();
    let mut meanwhile = pending.try_enter(7).unwrap();
    pending.reopen();
    assert!(!pending.is_closed());
    let mut after = pending.try_enter(7).unwrap();
    pending.complete(&7, 1).unwrap();
    assert_eq!(poll(&mut before), Poll::Ready(Err(Closed)));
    assert_eq!(poll(&mut meanwhile), Poll::Ready(Err(Closed)));
    assert_eq!(poll(&mut after), Poll::Ready(Ok(1)));
}

#[test]
fn closing_and_reopening_twice_is_as_once() {
    let pending = PendingMap::<u64, u32>::new();
    let guard = pending.try_enter(7).unwrap();
    pending.close();
    pending.close();
    assert_eq!(pending.stats().closed, 1);
    pending.reopen();
    pending.reopen();
    let another = pending.try_enter(7).unwrap();
    drop(guard);
    assert_eq!(pending.len(), 1, "the guard of the closed entry removes nothing of its successor");
    drop(another);
}

#[test]
fn a_guard_that_drops_closes() {
    let pending = Arc::new(PendingMap::<u64, u32>::new());
    let reply = pending.try_enter_owned(7).unwrap();
    let map = Arc::clone(&pending);
    let reader = std::thread::spawn(move || {
        let _connection = map.close_on_drop();
        std::panic::resume_unwind(Box::new("connection reset"));
    });
    assert_eq!(reply.wait(), Err(Closed));
    assert!(reader.join().is_err());
    assert!(pending.is_closed());
}
