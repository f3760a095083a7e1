//! In place of the lanes: a call takes any, as that of a task which moves between threads may. What threads get is modelled
//! in [`super::lanes`].

use super::stamp::Stamp;
use shuttle::rand::{Rng, thread_rng};
use std::cell::Cell;

pub(super) const LANES: usize = 128;

shuttle::thread_local! {
    static LAST: Cell<Stamp> = Cell::new(Stamp::ZERO);
}

pub(super) fn lane() -> u8 {
    thread_rng().gen_range(0..2)
}

pub(super) fn stamp() -> Stamp {
    let stamp = Stamp::of_clock().after(LAST.with(Cell::get));
    LAST.with(|last| last.set(stamp));
    stamp
}

pub(super) fn was_stamped(stamp: Stamp) {
    LAST.with(|last| last.set(stamp.max(last.get())));
}
