//! The reply of one entry: stored by the map, taken by the guard.

#[cfg(not(target_family = "wasm"))]
use super::sync::{current, park, park_timeout};
use super::{
    sync::{Mutex, into_inner, lock},
    waiter::Waiter,
};
use crate::entry::Closed;
use core::{
    panic::{RefUnwindSafe, UnwindSafe},
    task::{Context, Poll},
};
#[cfg(not(target_family = "wasm"))]
use std::time::Instant;

/// No user code runs under the lock: a waker is cloned before, and dropped or called after. So the lock is held for a
/// few instructions only, however slowly the reply is consumed.
pub(super) struct ReplyCell<R>(Mutex<State<R>>);

enum State<R> {
    /// There is no reply yet; the last task or thread that asked for it.
    Waiting(Option<Waiter>),
    Completed(R),
    /// No reply will come, or it was taken.
    Closed,
}

// The cell is consistent after any panic, since no user code runs under its lock.
impl<R> UnwindSafe for ReplyCell<R> {}
impl<R> RefUnwindSafe for ReplyCell<R> {}

impl<R> State<R> {
    /// Takes the reply, or returns `None` if there is none yet.
    #[inline]
    fn take(&mut self) -> Option<Result<R, Closed>> {
        if let Self::Waiting(_) = self {
            return None;
        }
        match core::mem::replace(self, Self::Closed) {
            Self::Completed(reply) => Some(Ok(reply)),
            _ => Some(Err(Closed)),
        }
    }
}

impl<R> ReplyCell<R> {
    #[inline]
    pub(super) fn new() -> Self {
        Self(Mutex::new(State::Waiting(None)))
    }

    /// Stores the reply, and returns who waits for it. Called by the one that has removed the entry, who must not hold
    /// a lock when it wakes the waiter.
    #[inline]
    #[must_use = "the waiter has to be woken"]
    pub(super) fn complete(&self, reply: R) -> Option<Waiter> {
        self.end(State::Completed(reply))
    }

    /// Stores that no reply will come, as [`complete`](Self::complete) does a reply.
    #[must_use = "the waiter has to be woken"]
    pub(super) fn close(&self) -> Option<Waiter> {
        self.end(State::Closed)
    }

    #[inline]
    fn end(&self, end: State<R>) -> Option<Waiter> {
        match core::mem::replace(&mut *lock(&self.0), end) {
            State::Waiting(waiter) => waiter,
            // An entry is removed once, so it ends once.
            State::Completed(_) | State::Closed => None,
        }
    }

    /// Takes the reply, or returns `None` if there is none yet.
    #[inline]
    pub(super) fn take(&self) -> Option<Result<R, Closed>> {
        lock(&self.0).take()
    }

    /// Returns the end, or `None` if there is none yet. The caller is the only owner, so it needs no lock.
    #[inline]
    pub(super) fn into_end(self) -> Option<Result<R, Closed>> {
        match into_inner(self.0) {
            State::Waiting(_) => None,
            State::Completed(reply) => Some(Ok(reply)),
            State::Closed => Some(Err(Closed)),
        }
    }

    /// Polls as [`poll`](Self::poll), but for the first time: no waiter is registered.
    #[inline]
    pub(super) fn poll_first(&self, context: &Context<'_>) -> Poll<Result<R, Closed>> {
        self.take_or_wait(Waiter::Task(context.waker().clone()))
    }

    #[inline]
    pub(super) fn poll(&self, context: &Context<'_>) -> Poll<Result<R, Closed>> {
        {
            let mut state = lock(&self.0);
            match &*state {
                State::Waiting(Some(Waiter::Task(waker))) if waker.will_wake(context.waker()) => return Poll::Pending,
                State::Waiting(_) => {}
                State::Completed(_) | State::Closed => return state.take().map_or(Poll::Pending, Poll::Ready),
            }
        }
        self.take_or_wait(Waiter::Task(context.waker().clone()))
    }

    /// Takes the reply, or replaces the waiter.
    fn take_or_wait(&self, waiter: Waiter) -> Poll<Result<R, Closed>> {
        let mut state = lock(&self.0);
        let unused = match &mut *state {
            State::Waiting(previous) => previous.replace(waiter),
            State::Completed(_) | State::Closed => Some(waiter),
        };
        let taken = state.take();
        drop(state);
        // Drops a waker, which is user code.
        drop(unused);
        taken.map_or(Poll::Pending, Poll::Ready)
    }

    /// Blocks the thread until there is a reply, or until the deadline, if there is one.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn wait(&self, deadline: Option<Instant>) -> Option<Result<R, Closed>> {
        if let Poll::Ready(taken) = self.take_or_wait(Waiter::Thread(current())) {
            return Some(taken);
        }
        loop {
            match deadline.map(|deadline| deadline.saturating_duration_since(Instant::now())) {
                None => park(),
                Some(remaining) if remaining.is_zero() => return self.give_up(),
                Some(remaining) => park_timeout(remaining),
            }
            // A thread may be woken for other reasons, too.
            if let Some(taken) = self.take() {
                return Some(taken);
            }
        }
    }

    /// Takes the reply, or removes the waiter, so that this thread is not woken later.
    #[cfg(not(target_family = "wasm"))]
    fn give_up(&self) -> Option<Result<R, Closed>> {
        let mut state = lock(&self.0);
        let waiter = match &mut *state {
            State::Waiting(waiter) => waiter.take(),
            State::Completed(_) | State::Closed => None,
        };
        let taken = state.take();
        drop(state);
        drop(waiter);
        taken
    }
}
