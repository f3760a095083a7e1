//! Threads that wait.

use scoped_entry::{Closed, PendingMap, WaitTimeoutError};
use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

const LONG: Duration = Duration::from_mins(1);

#[test]
fn a_thread_gets_its_reply() {
    let pending = Arc::new(PendingMap::<u64, u64>::new());
    let waiting: Vec<_> = (0..8)
        .map(|id| {
            let reply = pending.try_enter_owned(id).unwrap();
            thread::spawn(move || reply.wait())
        })
        .collect();
    for id in 0..8 {
        pending.complete(&id, 10 * id).unwrap();
    }
    for (id, waiting) in (0..).zip(waiting) {
        assert_eq!(waiting.join().unwrap(), Ok(10 * id));
    }
}

#[test]
fn a_thread_is_closed() {
    let pending = Arc::new(PendingMap::<u64, u64>::new());
    let (reply, mut another) = (pending.try_enter_owned(1).unwrap(), pending.try_enter_owned(2).unwrap());
    let waiting = [thread::spawn(move || reply.wait().map_err(|Closed| WaitTimeoutError::Closed)), {
        thread::spawn(move || another.wait_timeout(LONG))
    }];
    pending.close();
    for waiting in waiting {
        assert_eq!(waiting.join().unwrap(), Err(WaitTimeoutError::Closed));
    }
    assert_eq!(pending.try_enter(3).unwrap().wait(), Err(Closed));
    assert_eq!(pending.try_enter(3).unwrap().wait_timeout(LONG), Err(WaitTimeoutError::Closed));
}

#[test]
fn after_a_timeout_the_entry_is_still_there_and_can_be_waited_for_again() {
    let pending = PendingMap::<u64, u64>::new();
    let mut reply = pending.try_enter(7).unwrap();
    let began = Instant::now();
    assert_eq!(reply.wait_timeout(Duration::from_millis(5)), Err(WaitTimeoutError::Timeout));
    assert!(began.elapsed() >= Duration::from_millis(5));
    assert_eq!(reply.wait_timeout(Duration::ZERO), Err(WaitTimeoutError::Timeout));
    assert!(pending.contains_key(&7));
    thread::scope(|scope| {
        scope.spawn(|| pending.complete(&7, 1));
        assert_eq!(reply.wait_timeout(LONG), Ok(1));
    });
    // A timeout that the clock cannot represent is none.
    let mut reply = pending.try_enter(7).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| pending.complete(&7, 2));
        assert_eq!(reply.wait_timeout(Duration::MAX), Ok(2));
    });
}

#[test]
fn a_thread_that_is_unparked_for_another_reason_waits_on() {
    let pending = PendingMap::<u64, u64>::new();
    let reply = pending.try_enter(7).unwrap();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| reply.wait());
        for _ in 0..100 {
            waiting.thread().unpark();
        }
        assert!(!waiting.is_finished());
        pending.complete(&7, 1).unwrap();
        assert_eq!(waiting.join().unwrap(), Ok(1));
    });
}

#[test]
#[should_panic = "`EntryGuard` polled after its reply was taken"]
fn waiting_after_the_end_panics() {
    let pending = PendingMap::<u64, u64>::new();
    let mut reply = pending.try_enter(7).unwrap();
    pending.complete(&7, 1).unwrap();
    assert_eq!(reply.wait_timeout(LONG), Ok(1));
    _ = reply.wait();
}

/// Callers and repliers on their own threads: each caller gets its own reply, and nothing is left.
#[test]
fn each_reply_reaches_its_own_caller() {
    const CALLS: u64 = 20_000;
    let pending = PendingMap::<u64, u64>::new();
    let (sent, requests) = std::sync::mpsc::sync_channel(64);
    let requests = std::sync::Mutex::new(requests);
    let pending = &pending;
    thread::scope(|scope| {
        for caller in 0..2 {
            let sent = sent.clone();
            scope.spawn(move || {
                for at in 0..CALLS {
                    let id = 2 * at + caller;
                    let mut reply = pending.try_enter(id).unwrap();
                    sent.send(id).unwrap();
                    if at % 10 == 0 {
                        drop(reply);
                    } else if at % 2 == 0 {
                        assert_eq!(reply.wait(), Ok(id + 1));
                    } else {
                        assert_eq!(reply.wait_timeout(LONG), Ok(id + 1));
                    }
                }
            });
        }
        drop(sent);
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let next = requests.lock().unwrap().recv();
                    let Ok(id) = next else { return };
                    _ = pending.complete(&id, id + 1);
                }
            });
        }
    });
    let stats = pending.stats();
    assert_eq!((stats.live, stats.entries.entered), (0, 2 * CALLS));
    assert_eq!(stats.completed + stats.dropped, 2 * CALLS);
    assert_eq!(stats.completed + stats.unclaimed, 2 * CALLS, "each request has one reply");
}
