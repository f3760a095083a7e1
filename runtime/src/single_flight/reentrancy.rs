//! Which flights' bodies the thread is running: a call that would wait for one of them would wait for itself.

use super::flight::Flight;
use core::{cell::RefCell, ptr};
use std::{thread_local, vec::Vec};

thread_local! {
    /// Addresses: a flight in this list is alive, so no other flight can have its address.
    static RUNNING: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

fn address<T>(flight: &Flight<T>) -> usize {
    ptr::from_ref(flight).addr()
}

/// Whether the thread is running the body of this flight, so that waiting for it would be waiting for itself.
pub(super) fn is_running<T>(flight: &Flight<T>) -> bool {
    // A thread that ends may have no list any more, but then it runs no body either.
    RUNNING.try_with(|running| running.borrow().contains(&address(flight))).unwrap_or(false)
}

/// Runs a part of the body, with the flight in the list.
pub(super) fn run_body<T, R>(flight: &Flight<T>, part: impl FnOnce() -> R) -> R {
    let pushed = RUNNING.try_with(|running| running.borrow_mut().push(address(flight)));
    let _pop = pushed.is_ok().then_some(Pop);
    part()
}

/// Takes the flight off the list, also if the body panics.
struct Pop;

impl Drop for Pop {
    fn drop(&mut self) {
        // Flights that were pushed later have been popped.
        _ = RUNNING.try_with(|running| running.borrow_mut().pop());
    }
}
