//! The clock of a model's thread.

use super::timestamp::Timestamp;
use std::cell::Cell;

shuttle::thread_local! {
    static LAST: Cell<Timestamp> = Cell::new(Timestamp::ZERO);
}

pub(crate) fn now() -> Timestamp {
    let timestamp = Timestamp::of_clock().after(LAST.with(Cell::get));
    LAST.with(|last| last.set(timestamp));
    timestamp
}

pub(crate) fn advance_to(timestamp: Timestamp) {
    LAST.with(|last| last.set(timestamp.max(last.get())));
}
