//! What bodies do, and how calls end.

use crate::mishap::{deliberate, perhaps};
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::{Context, Poll, Waker},
    thread,
};

#[derive(Debug)]
pub(super) struct Failure;

fn one_in(of: u8) -> bool {
    fastrand::u8(..of) == 0
}

/// The end of a body: it returns, fails or panics.
pub(super) fn end() -> Result<(), Failure> {
    if one_in(4) {
        thread::yield_now();
    }
    match fastrand::u8(..10) {
        0 => deliberate(),
        1 | 2 => Err(Failure),
        _ => Ok(()),
    }
}

/// Awaits up to three times.
pub(super) async fn pause() {
    let mut turns = fastrand::u8(..4);
    poll_fn(|_| {
        if turns == 0 {
            return Poll::Ready(());
        }
        turns -= 1;
        Poll::Pending
    })
    .await;
}

/// Polls up to four times, which may be not enough or none, and drops what is left of the future: it was cancelled.
pub(super) fn poll_a_while<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    for _ in 0..fastrand::u8(..5) {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return Some(output);
        }
        if one_in(4) {
            thread::yield_now();
        }
    }
    None
}

/// Polls to the end, unless something panics.
pub(super) fn poll_through<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
        thread::yield_now();
    }
}

/// A value that panics as it drops one in ten times: a local of a body.
pub(super) struct Local;

impl Drop for Local {
    fn drop(&mut self) {
        if !thread::panicking() {
            perhaps();
        }
    }
}
