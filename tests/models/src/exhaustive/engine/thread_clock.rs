//! The clock of a model's thread, for which time stands still.

use super::timestamp::Timestamp;
use std::cell::Cell;

loom::thread_local! {
    static LAST: Cell<Timestamp> = Cell::new(Timestamp::ZERO);
}

pub(crate) fn now() -> Timestamp {
    let timestamp = Timestamp::ZERO.after(LAST.with(Cell::get));
    LAST.with(|last| last.set(timestamp));
    timestamp
}

pub(crate) fn advance_to(timestamp: Timestamp) {
    LAST.with(|last| last.set(timestamp.max(last.get())));
}
