//! Waiting until a map has no entries.

use super::{shards::Shards, sync::WaitList};
#[cfg(not(target_family = "wasm"))]
use std::time::Instant;

/// The tasks and threads that wait until one map is empty.
///
/// The wait list only wakes them. Whether the map was empty is recorded in its shards: a waiter that gives up passes its
/// wake-up on to one that began later, for which it need not mean anything.
pub(super) struct Waiters(WaitList);

impl Waiters {
    pub(super) const fn new() -> Self {
        Self(WaitList::new())
    }

    /// Called under no lock; runs the wakers under no lock.
    #[cold]
    pub(super) fn wake(&self) {
        self.0.notify(usize::MAX);
    }

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

    /// Returns whether the map was empty before `deadline`; `None` waits without end.
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

/// A wait, which ends when this drops: meanwhile each call that exits checks whether it was the last one.
struct Wait<'a, T> {
    shards: &'a Shards<T>,
    count_before: u64,
}

impl<'a, T> Wait<'a, T> {
    /// Returns `None` if the map is empty.
    fn begin(shards: &'a Shards<T>) -> Option<Self> {
        let (len, count_before) = shards.begin_wait();
        let wait = Self { shards, count_before };
        // Otherwise dropped, which ends the wait.
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
