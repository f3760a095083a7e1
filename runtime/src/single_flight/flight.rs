//! One flight: what its leader leaves for those who follow it.

use super::sync::{Arc, OnceLock, WaitList, WaitListener};
use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

pub(super) struct Flight<T> {
    /// `None` if it was abandoned. Read without a lock, so that nobody's `Clone` runs under one.
    outcome: OnceLock<Option<T>>,
    over: WaitList,
}

impl<T> Flight<T> {
    pub(super) fn new() -> Self {
        Self { outcome: OnceLock::new(), over: WaitList::new() }
    }

    /// Only the leader ends a flight, and what it ends first with remains.
    pub(super) fn end(&self, outcome: Option<T>) {
        // An outcome that comes too late drops here.
        drop(self.outcome.set(outcome));
        self.over.notify(usize::MAX);
    }
}

/// A share of a flight that another call leads.
pub(super) struct Following<T> {
    flight: Arc<Flight<T>>,
    /// `None` until it has to wait.
    over: Option<WaitListener>,
}

impl<T> Following<T> {
    pub(super) const fn new(flight: Arc<Flight<T>>) -> Self {
        Self { flight, over: None }
    }

    /// When the flight is over: its result, unless it was abandoned.
    pub(super) fn poll_outcome(&mut self, context: &mut Context<'_>) -> Poll<Option<&T>> {
        loop {
            if let Some(outcome) = self.flight.outcome.get() {
                return Poll::Ready(outcome.as_ref());
            }
            match &mut self.over {
                // Looks once more: it may have ended before it was listened to.
                None => self.over = Some(self.flight.over.listen()),
                Some(over) => {
                    ready!(Pin::new(over).poll(context));
                    self.over = None;
                }
            }
        }
    }

    /// As [`poll_outcome`](Self::poll_outcome), on the thread's own time.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn wait_for_outcome(&mut self) -> Option<&T> {
        loop {
            if let Some(outcome) = self.flight.outcome.get() {
                return outcome.as_ref();
            }
            match self.over.take() {
                None => self.over = Some(self.flight.over.listen()),
                Some(over) => over.wait(),
            }
        }
    }
}
