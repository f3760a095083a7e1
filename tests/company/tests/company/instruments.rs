//! What the tests look with: whether all entries have left, one poll, a deadline, and a subscriber that makes
//! spans.

use scoped_entry::InflightMap;
use std::{
    future::Future,
    pin::Pin,
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};
use tokio::runtime::Builder;
use tracing::{Event, Metadata, Subscriber, span};

/// That this many calls have entered the map, and that all of them have left it.
#[track_caller]
pub(crate) fn assert_left<K, V>(map: &InflightMap<K, V>, calls: u64) {
    let stats = map.stats();
    assert_eq!((stats.entered, stats.exited, stats.len), (calls, calls, 0), "entered, left, and still there");
}

/// Polls once, as a runtime would before it drops the future.
pub(crate) fn poll_once<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Awaits, on a thread that can be given up, what would wait for ever if the removal of an entry met a lock that the
/// function still holds.
pub(crate) fn without_deadlock<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    let runtime = Builder::new_current_thread().build().expect("nothing is needed but a thread");
    thread::spawn(move || sender.send(runtime.block_on(future)));
    receiver.recv_timeout(Duration::from_secs(10)).expect("the call neither deadlocks nor panics")
}

/// Makes every span, and calls `on_enter` whenever one is entered.
pub(crate) struct Spans {
    on_enter: fn(),
    last: AtomicU64,
}

impl Spans {
    /// Until the guard drops, on this thread.
    #[must_use]
    pub(crate) fn made(on_enter: fn()) -> tracing::subscriber::DefaultGuard {
        tracing::subscriber::set_default(Self { on_enter, last: AtomicU64::new(0) })
    }
}

impl Subscriber for Spans {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1 + self.last.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &span::Id) {
        (self.on_enter)();
    }

    fn exit(&self, _: &span::Id) {}
}
