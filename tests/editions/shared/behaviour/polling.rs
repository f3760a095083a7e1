//! Runs futures by hand, poll by poll: which await point a future waits at is then up to the test alone.

use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

/// What runs a function that is not async: it has already run.
pub(crate) fn returned<T>(answer: T) -> T {
    answer
}

/// Polls to the end. Every future of these tests is ready again at once.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = poll_once(future.as_mut()) {
            return output;
        }
    }
}

pub(crate) fn poll_once<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// The future as it waits after so many polls.
#[track_caller]
pub(crate) fn suspended<F: Future>(future: F, polls: usize) -> Pin<Box<F>> {
    let mut future = Box::pin(future);
    for poll in 1..=polls {
        assert!(poll_once(future.as_mut()).is_pending(), "the future ended with poll {poll}");
    }
    future
}
