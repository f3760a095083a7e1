//! The clock of a thread: the time at which it makes an entry, later than that of the entry it made before.

use super::{sync::thread_local, timestamp::Timestamp};
use core::cell::Cell;

// Without a destructor, as the slot of a thread: usable while the thread ends.
thread_local! {
    static LAST: Cell<Timestamp> = const { Cell::new(Timestamp::ZERO) };
}

#[inline]
pub(crate) fn now() -> Timestamp {
    let timestamp = Timestamp::of_clock().after(LAST.with(Cell::get));
    LAST.with(|last| last.set(timestamp));
    timestamp
}

/// Records that an entry got a later timestamp than [`now`] returned: the next one will be later still.
#[cold]
pub(crate) fn advance_to(timestamp: Timestamp) {
    LAST.with(|last| last.set(timestamp.max(last.get())));
}
