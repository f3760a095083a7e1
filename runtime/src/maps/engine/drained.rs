//! Waiting until a map is empty.

use super::{shards::Shards, sync::WaitList};
#[cfg(not(target_family = "wasm"))]
use std::time::Instant;

/// The tasks and threads that wait until a map is empty.
///
/// The wait list only wakes them. A wake-up does not prove that the map has been empty during the wait, since a waiter that
/// gives up passes its wake-up on to one that may have begun later. So each waiter checks the count that the shards keep.
pub(super) struct Waiters(WaitList);

impl Waiters {
    pub(super) const fn new() -> Self {
        Self(WaitList::new())
    }

    /// Wakes all waiters. The caller must hold no lock, since wakers are user code.
    #[cold]
    pub(super) fn wake(&self) {
        self.0.notify(usize::MAX);
    }

    /// Resolves once the map has been empty at least once after the first poll.
    pub(super) async fn wait<T>(&self, shards: &Shards<T>) {
        let Some(wait) = Wait::begin(shards) else { return };
        loop {
            let woken = self.0.listen();
            if wait.is_over() {
                return;
            }
            woken.await;
        }
    }

    /// Blocks until the map has been empty at least once after the call, or until `deadline`. Returns whether it was
    /// empty. With `None`, there is no deadline.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn block<T>(&self, shards: &Shards<T>, deadline: Option<Instant>) -> bool {
        let Some(wait) = Wait::begin(shards) else { return true };
        loop {
            let woken = self.0.listen();
            if wait.is_over() {
                return true;
            }
            let Some(deadline) = deadline else {
                woken.wait();
                continue;
            };
            if woken.wait_deadline(deadline).is_none() {
                return wait.is_over();
            }
        }
    }
}

/// A wait, which ends when this is dropped. Until then, each call that exits checks whether it was the last one.
struct Wait<'a, T> {
    shards: &'a Shards<T>,
    count_before: u64,
}

impl<'a, T> Wait<'a, T> {
    /// Begins a wait. Returns `None` if the map is empty.
    fn begin(shards: &'a Shards<T>) -> Option<Self> {
        let (len, count_before) = shards.begin_wait();
        let wait = Self { shards, count_before };
        // If the map is empty, `wait` is dropped here, which ends the wait.
        (len > 0).then_some(wait)
    }

    fn is_over(&self) -> bool {
        self.shards.drained_count() != self.count_before
    }
}

impl<T> Drop for Wait<'_, T> {
    fn drop(&mut self) {
        self.shards.end_wait();
    }
}
