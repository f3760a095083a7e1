//! Completed, dropped: what the guard, the map and the counters say.

use crate::tools::{Woken, poll, poll_with, tracked};
use scoped_entry::{EntryGuard, PendingMap};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    task::Poll,
};

#[test]
fn a_reply_before_the_first_poll() {
    let pending = PendingMap::<u64, &str>::new();
    let mut reply = pending.try_enter(7).unwrap();
    assert_eq!((pending.len(), pending.contains_key(&7)), (1, true));
    assert_eq!(pending.complete(&7, "seven"), Ok(()));
    assert!(pending.is_empty() && !pending.contains_key(&7), "the entry has ended before the reply is read");
    assert_eq!(poll(&mut reply), Poll::Ready(Ok("seven")));
}

#[test]
fn a_reply_wakes_the_waker_of_the_last_poll_once() {
    let pending = PendingMap::<u64, &str>::new();
    let mut reply = pending.try_enter(7).unwrap();
    let ((first, first_waker), (second, second_waker)) = (Woken::new(), Woken::new());
    assert!(poll_with(&mut reply, &first_waker).is_pending());
    assert!(poll_with(&mut reply, &second_waker).is_pending());
    assert!(poll_with(&mut reply, &second_waker).is_pending());
    assert_eq!(Arc::strong_count(&first), 2, "the replaced waker has dropped");
    pending.complete(&7, "seven").unwrap();
    assert_eq!((first.times(), second.times()), (0, 1));
    assert_eq!(poll(&mut reply), Poll::Ready(Ok("seven")));
}

#[test]
fn an_entry_gets_one_reply() {
    let pending = PendingMap::<u64, u32>::new();
    let mut reply = pending.try_enter(7).unwrap();
    assert_eq!(pending.complete(&8, 0), Err(0), "an unknown key");
    assert_eq!(pending.complete(&7, 1), Ok(()));
    assert_eq!(pending.complete(&7, 2), Err(2), "a second reply");
    assert_eq!(poll(&mut reply), Poll::Ready(Ok(1)));
    drop(reply);
    drop(pending.try_enter(7).unwrap());
    assert_eq!(pending.complete(&7, 3), Err(3), "a late reply");
    let stats = pending.stats();
    assert_eq!((stats.live, stats.completed, stats.dropped, stats.closed, stats.unclaimed), (0, 1, 1, 0, 3));
    assert_eq!((stats.entries.entered, stats.entries.exited), (2, 2));
}

#[test]
fn an_id_can_be_used_again_at_once_and_the_old_guard_keeps_its_reply() {
    let pending = PendingMap::<u64, u32>::new();
    let mut first = pending.try_enter(7).unwrap();
    assert_eq!(pending.try_enter(7).unwrap_err().key, 7);
    pending.complete(&7, 1).unwrap();
    let mut second = pending.try_enter(7).unwrap();
    assert_eq!(poll(&mut first), Poll::Ready(Ok(1)));
    drop(first);
    assert!(pending.contains_key(&7), "the guard of the first call removes nothing of the second");
    assert!(poll(&mut second).is_pending());
    pending.complete(&7, 2).unwrap();
    drop(pending.try_enter(7).unwrap());
    assert_eq!(poll(&mut second), Poll::Ready(Ok(2)));
}

#[test]
fn an_unread_reply_drops_with_the_guard() {
    let pending = PendingMap::<u64, Arc<()>>::new();
    for polls in 0..2 {
        let (count, reply) = tracked();
        let mut guard = pending.try_enter(7).unwrap();
        for _ in 0..polls {
            assert!(poll(&mut guard).is_pending());
        }
        pending.complete(&7, reply).unwrap();
        assert_eq!(Arc::strong_count(&count), 2);
        let successor = pending.try_enter(7).unwrap();
        drop(guard);
        assert_eq!(Arc::strong_count(&count), 1);
        assert_eq!(pending.len(), 1, "it removes no successor");
        drop(successor);
    }
}

#[test]
fn a_dropped_guard_drops_its_waker() {
    let pending = PendingMap::<u64, ()>::new();
    let mut guard = pending.try_enter(7).unwrap();
    let (woken, waker) = Woken::new();
    assert!(poll_with(&mut guard, &waker).is_pending());
    drop(waker);
    assert_eq!(Arc::strong_count(&woken), 2);
    drop(guard);
    assert_eq!((Arc::strong_count(&woken), woken.times()), (1, 0));
}

#[test]
fn polling_after_the_end_panics_with_the_documented_message() {
    let pending = PendingMap::<u64, ()>::new();
    let mut guard = pending.try_enter(7).unwrap();
    pending.complete(&7, ()).unwrap();
    assert!(poll(&mut guard).is_ready());
    let panic = catch_unwind(AssertUnwindSafe(|| poll(&mut guard))).unwrap_err();
    let message = panic.downcast_ref::<&str>().copied().unwrap_or_default();
    assert_eq!(message, "`EntryGuard` polled after its reply was taken");
}

#[test]
fn a_guard_stays_a_guard() {
    let pending = Arc::new(PendingMap::<u64, u32>::new());
    // `attach`: the entry lasts as long as the future, and nothing reads the reply.
    let guard = pending.try_enter_owned(7).unwrap();
    let mut attached = guard.attach(std::future::ready(1));
    assert!(pending.contains_key(&7));
    assert_eq!(poll(&mut attached), Poll::Ready(1));
    assert!(pending.is_empty());
    // The generic constructor, and the map behind a pointer.
    let guard = EntryGuard::try_enter(&pending, 7, ()).unwrap();
    assert!(Arc::ptr_eq(guard.map(), &pending));
    let mut boxed = EntryGuard::try_enter(Box::new(PendingMap::<u64, u32>::new()), 7, ()).unwrap();
    boxed.map().complete(&7, 2).unwrap();
    assert_eq!(poll(&mut boxed), Poll::Ready(Ok(2)));
}

#[test]
fn borrowed_keys() {
    let pending = PendingMap::<String, u32>::new();
    let mut reply = pending.try_enter("a").unwrap();
    assert!(pending.contains_key("a"));
    pending.complete("a", 1).unwrap();
    assert_eq!(poll(&mut reply), Poll::Ready(Ok(1)));
}

#[tokio::test]
async fn a_timeout_that_borrows_the_guard_can_be_repeated() {
    use std::time::Duration;
    let pending = PendingMap::<u64, u32>::new();
    let mut reply = pending.try_enter(7).unwrap();
    assert!(tokio::time::timeout(Duration::ZERO, &mut reply).await.is_err());
    assert!(pending.contains_key(&7));
    pending.complete(&7, 1).unwrap();
    assert_eq!(tokio::time::timeout(Duration::ZERO, reply).await.unwrap(), Ok(1));
}
