//! That the crate does what it says.

use scoped_entry_no_std::{hold, hold_asynchronously, hold_on};
use std::{
    future::Future as _,
    pin::pin,
    task::{Context, Poll, Waker},
};

#[test]
fn an_entry_is_held_and_removed_without_std() {
    assert_eq!(hold(3), Some(1));
    assert_eq!(hold(3), Some(1));
    let mut future = pin!(hold_asynchronously(3));
    assert_eq!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Ok(1)));
    assert_eq!(hold(3), Some(1));

    // In the same test, which counts the slots of the one map there is.
    let held = hold_on(7).expect("nobody holds it");
    assert!(hold_on(7).is_none());
    drop(held);
    let mut attached = pin!(hold_on(7).expect("nobody holds it any more"));
    assert_eq!(attached.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(7));
    assert!(hold_on(7).is_some());
}
