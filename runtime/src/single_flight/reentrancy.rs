//! The flights whose bodies the thread is running. A call that would wait for one of them would deadlock.

use super::flight::Flight;
use core::{cell::RefCell, ptr};
use std::{thread_local, vec::Vec};

thread_local! {
    /// The addresses of the flights. A flight in this list is alive, so no other flight has the same address.
    static RUNNING: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

fn address<T>(flight: &Flight<T>) -> usize {
    ptr::from_ref(flight).addr()
}

/// Returns whether the thread is running the body of this flight.
pub(super) fn is_running<T>(flight: &Flight<T>) -> bool {
    // If the list has been destroyed, the thread is ending. It then runs no body of a flight in the list.
    RUNNING.try_with(|running| running.borrow().contains(&address(flight))).unwrap_or(false)
}

/// Runs `part` of the flight's body, with the flight in the list: a call, a poll or a drop.
pub(super) fn run_body<T, R>(flight: &Flight<T>, part: impl FnOnce() -> R) -> R {
    let pushed = RUNNING.try_with(|running| running.borrow_mut().push(address(flight)));
    let _pop = pushed.is_ok().then_some(Pop);
    part()
}

/// Removes the flight from the list, even if the body panics.
struct Pop;

impl Drop for Pop {
    fn drop(&mut self) {
        // The last one in the list is this flight, since those that were pushed later have been popped.
        _ = RUNNING.try_with(|running| running.borrow_mut().pop());
    }
}
