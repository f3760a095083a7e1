//! That the crate does what it says.

use scoped_entry_no_std::{hold, hold_asynchronously, hold_in_a_box, hold_on, hold_opaquely, hold_three};
use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing waits in it"),
    }
}

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

    let waiting = (hold_opaquely(1), hold_in_a_box(2));
    assert_eq!(hold(1), None);
    assert_eq!((run(hold_opaquely(1)), run(hold_in_a_box(2))), (0, 0));
    assert_eq!((run(waiting.0), run(waiting.1)), (1, 1));
    assert_eq!(hold_three(1), 3);
    assert_eq!(hold(1), Some(1));
}
