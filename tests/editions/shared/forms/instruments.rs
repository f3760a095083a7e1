//! What the tests look with: whether all entries have left, a future that is pending once, and a deadline.

use scoped_entry::InflightMap;
use std::{
    future::{Future, poll_fn},
    sync::mpsc,
    task::Poll,
    thread,
    time::Duration,
};

/// That this many calls have entered the map, and that all of them have left it.
#[track_caller]
pub(crate) fn assert_left<K, V>(map: &InflightMap<K, V>, calls: u64) {
    let stats = map.stats();
    assert_eq!((stats.entered, stats.exited, stats.len), (calls, calls, 0), "entered, left, and still there");
}

/// Pending once, so that the function around it is polled twice.
pub(crate) fn pause() -> impl Future<Output = ()> {
    let mut paused = false;
    poll_fn(move |context| {
        if paused {
            return Poll::Ready(());
        }
        paused = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
}

/// Runs, on a thread that can be given up, what would wait for ever if the removal of an entry met a lock that the
/// function still holds.
pub(crate) fn without_deadlock<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(run()));
    receiver.recv_timeout(Duration::from_secs(10)).expect("the call neither deadlocks nor panics")
}
