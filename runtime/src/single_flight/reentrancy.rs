//! Which flights' bodies the thread is running right now.

use super::one::Flight;
use core::{cell::RefCell, ptr};
use std::{thread_local, vec::Vec};

thread_local! {
    /// Addresses: a flight that stands here is alive, so no other one can have its address.
    static ABOARD: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

fn address<T>(flight: &Flight<T>) -> usize {
    ptr::from_ref(flight).addr()
}

/// Whether the thread is within the body of this flight, and waiting for it would be waiting for itself.
pub(super) fn is_aboard<T>(flight: &Flight<T>) -> bool {
    // A thread that ends has no list any more, and no body of a leader either.
    ABOARD.try_with(|aboard| aboard.borrow().contains(&address(flight))).unwrap_or(false)
}

/// Runs a part of the body.
pub(super) fn aboard<T, R>(flight: &Flight<T>, part: impl FnOnce() -> R) -> R {
    let put_on = ABOARD.try_with(|aboard| aboard.borrow_mut().push(address(flight)));
    let _off = put_on.is_ok().then_some(Off);
    part()
}

/// Takes the flight off the list, also when the body panics.
struct Off;

impl Drop for Off {
    fn drop(&mut self) {
        // What was put on later is off by now.
        _ = ABOARD.try_with(|aboard| aboard.borrow_mut().pop());
    }
}
