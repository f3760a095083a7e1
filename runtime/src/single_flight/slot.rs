//! The result of a detached flight, for the call that began it.

use crate::poison::lock;
use core::task::{Context, Poll, Waker};
use std::sync::{Arc, Mutex};

pub(super) struct Slot<R>(Arc<Mutex<State<R>>>);

/// Writes the result. If it is dropped before, there is none.
pub(super) struct SlotWriter<R>(Arc<Mutex<State<R>>>);

struct State<R> {
    result: Option<R>,
    is_over: bool,
    waker: Option<Waker>,
}

impl<R> Slot<R> {
    pub(super) fn new() -> (Self, SlotWriter<R>) {
        let state = Arc::new(Mutex::new(State { result: None, is_over: false, waker: None }));
        (Self(Arc::clone(&state)), SlotWriter(state))
    }

    /// Polls until the result was written, or cannot be any more.
    pub(super) fn poll(&self, context: &Context<'_>) -> Poll<Option<R>> {
        // Cloning and dropping a waker runs the executor's code, so neither happens under the lock.
        let waker = context.waker().clone();
        let mut state = lock(&self.0);
        if state.is_over {
            return Poll::Ready(state.result.take());
        }
        let before = state.waker.replace(waker);
        drop(state);
        drop(before);
        Poll::Pending
    }
}

impl<R> SlotWriter<R> {
    pub(super) fn write(self, result: R) {
        lock(&self.0).result = Some(result);
    }
}

impl<R> Drop for SlotWriter<R> {
    fn drop(&mut self) {
        let waker = {
            let mut state = lock(&self.0);
            state.is_over = true;
            state.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
