//! Leaks that real services had. Each module names its source, says what went wrong there, and has the same work twice,
//! in our own words: `as_it_was`, to see that the test finds the leak, and annotated.

mod callers;
mod claims;
mod downloads;
mod peeks;
mod trackers;

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};

/// Polls once, as a runtime would before it drops the future.
fn poll_once<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}
