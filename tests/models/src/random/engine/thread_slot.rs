//! A slot drawn by chance for each call: one of two.

use shuttle::rand::{Rng, thread_rng};

pub(crate) const THREAD_SLOTS: usize = 128;

pub(crate) fn thread_slot() -> u8 {
    thread_rng().gen_range(0..2)
}
