//! The clock of a thread, which never returns the same time twice.

use super::{sync::thread_local, timestamp::Timestamp};
use core::cell::Cell;

// The value has no destructor, so it stays usable in the destructors of other thread-local variables.
thread_local! {
    static LAST: Cell<Timestamp> = const { Cell::new(Timestamp::ZERO) };
}

/// Returns the current time, later than any that it returned to this thread before.
#[inline]
pub(crate) fn now() -> Timestamp {
    let timestamp = Timestamp::of_clock().after(LAST.with(Cell::get));
    LAST.with(|last| last.set(timestamp));
    timestamp
}

/// Records that an entry got a later timestamp than [`now`] returned, so that the next one will be later still.
#[cold]
pub(crate) fn advance_to(timestamp: Timestamp) {
    LAST.with(|last| last.set(timestamp.max(last.get())));
}
