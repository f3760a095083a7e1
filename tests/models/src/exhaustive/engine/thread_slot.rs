//! The slot of a model's thread: the one that the model gives it.

use std::cell::Cell;

pub(crate) const THREAD_SLOTS: usize = 128;

loom::thread_local! {
    static SLOT: Cell<u8> = Cell::new(0);
}

/// From now on this thread enters into this shard.
pub(crate) fn take_slot(slot: u8) {
    SLOT.with(|own| own.set(slot));
}

pub(crate) fn thread_slot() -> u8 {
    SLOT.with(Cell::get)
}
