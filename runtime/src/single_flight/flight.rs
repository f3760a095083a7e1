//! A flight: the outcome that its leader stores for the followers, and their wait for it.

use super::sync::{Arc, OnceLock, WaitList, WaitListener};
use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

pub(super) struct Flight<T> {
    /// The result, or `None` if the flight was abandoned; not set while it runs. Read without a lock, so that no user's
    /// `Clone` runs under one.
    outcome: OnceLock<Option<T>>,
    over: WaitList,
}

impl<T> Flight<T> {
    pub(super) fn new() -> Self {
        Self { outcome: OnceLock::new(), over: WaitList::new() }
    }

    /// Ends the flight, with the result or, if it is abandoned, with `None`. Called by the leader only. Another call
    /// has no effect.
    pub(super) fn end(&self, outcome: Option<T>) {
        // The outcome of another call is dropped here.
        drop(self.outcome.set(outcome));
        self.over.notify(usize::MAX);
    }
}

/// A follower's part of a flight.
pub(super) struct Following<T> {
    flight: Arc<Flight<T>>,
    /// `None` unless the follower is waiting.
    over: Option<WaitListener>,
}

impl<T> Following<T> {
    pub(super) const fn new(flight: Arc<Flight<T>>) -> Self {
        Self { flight, over: None }
    }

    /// Polls until the flight is over. Returns its result, or `None` if it was abandoned.
    pub(super) fn poll_outcome(&mut self, context: &mut Context<'_>) -> Poll<Option<&T>> {
        loop {
            if let Some(outcome) = self.flight.outcome.get() {
                return Poll::Ready(outcome.as_ref());
            }
            match &mut self.over {
                // Then checks again, since the flight may have ended before `listen`.
                None => self.over = Some(self.flight.over.listen()),
                Some(over) => {
                    ready!(Pin::new(over).poll(context));
                    self.over = None;
                }
            }
        }
    }

    /// Blocks the thread until the flight is over. Returns its result, or `None` if it was abandoned.
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
