//! In place of the lanes, and of the clock: a thread says which lane it takes, and the clock stands still, so that stamps
//! of different threads are as equal as they can be.

use super::stamp::Stamp;
use std::cell::Cell;

pub(super) const LANES: usize = 128;

loom::thread_local! {
    static LANE: Cell<u8> = Cell::new(0);
    static LAST: Cell<Stamp> = Cell::new(Stamp::ZERO);
}

/// From now on this thread enters in this shard.
pub(super) fn take_lane(lane: u8) {
    LANE.with(|own| own.set(lane));
}

pub(super) fn lane() -> u8 {
    LANE.with(Cell::get)
}

pub(super) fn stamp() -> Stamp {
    let stamp = Stamp::ZERO.after(LAST.with(Cell::get));
    LAST.with(|last| last.set(stamp));
    stamp
}

pub(super) fn was_stamped(stamp: Stamp) {
    LAST.with(|last| last.set(stamp.max(last.get())));
}
