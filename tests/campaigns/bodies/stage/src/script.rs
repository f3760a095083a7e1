//! What happens next: a body asks the script of its thread, and the script answers by seed.

use crate::log::{self, Class, Exit};
use std::panic::panic_any;

pub(crate) struct Script {
    random: fastrand::Rng,
    /// Turns of all loops that are left.
    fuel: u32,
    /// Calls of the function by itself that are left.
    calls: u32,
    /// One value of so many panics when it drops; none if this is 0.
    explosive: u32,
}

impl Script {
    pub(crate) fn new(seed: u64, explosive: u32) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), fuel: 12, calls: 4, explosive }
    }

    pub(crate) fn is_next_explosive(&mut self) -> bool {
        self.explosive > 0 && self.random.u32(0..self.explosive) == 0
    }

    /// Whether a call that has so many around it calls its function again.
    pub(crate) fn is_called_again(&mut self, depth: u32) -> bool {
        let answer = self.calls > 0 && depth < 3 && self.random.bool();
        self.calls -= u32::from(answer);
        answer
    }
}

/// What a body panics with, and with which a panic is known as one that was meant.
#[derive(Debug)]
pub(crate) struct Boom(pub(crate) u32);

fn decide(site: u32, answer: impl FnOnce(&mut Script) -> u32) -> u32 {
    let answer = log::with(|log| answer(&mut log.script));
    log::write("decide", site, answer, Class::Body);
    answer
}

/// Less than `n`.
#[must_use]
pub fn pick(site: u32, n: u32) -> u32 {
    decide(site, |script| script.random.u32(0..n))
}

#[must_use]
pub fn chance(site: u32) -> bool {
    pick(site, 2) == 0
}

#[must_use]
pub fn unlikely(site: u32) -> bool {
    pick(site, 5) == 0
}

/// Whether a loop takes another turn.
#[must_use]
pub fn go(site: u32) -> bool {
    let answer = decide(site, |script| {
        script.fuel = script.fuel.saturating_sub(1);
        u32::from(script.fuel > 0 && script.random.u32(0..3) > 0)
    });
    answer > 0
}

pub fn note(site: u32) {
    log::write("note", site, 0, Class::Body);
}

/// The body is about to return.
pub fn leaving(site: u32) {
    log::write("leaving", site, 0, Class::Body);
    exit(Exit::Return);
}

/// Of the outermost call only.
fn exit(by: Exit) {
    log::with(|log| {
        if log.depth == 0 {
            log.exit = by;
        }
    });
}

/// What comes next is behind a `?` of the body's own: an `Err` or `None` leaves it.
pub fn questioned<T: Questioned>(site: u32, value: T) -> T {
    if value.leaves() {
        log::write("question", site, 0, Class::Body);
        exit(Exit::Question);
    }
    value
}

pub trait Questioned {
    fn leaves(&self) -> bool;
}

impl<T> Questioned for Option<T> {
    fn leaves(&self) -> bool {
        self.is_none()
    }
}

impl<T, E> Questioned for Result<T, E> {
    fn leaves(&self) -> bool {
        self.is_err()
    }
}

pub fn boom(site: u32) -> ! {
    log::write("boom", site, 0, Class::Body);
    panic_any(Boom(site))
}

#[must_use]
pub fn add(left: i64, right: i64) -> i64 {
    left.wrapping_mul(31).wrapping_add(right)
}
