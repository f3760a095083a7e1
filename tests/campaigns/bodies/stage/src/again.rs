//! Calls of a function by itself: from its body, and from a destructor, also while a panic unwinds.

use crate::log::{self, Class, Phase};
use futures_core::Stream;
use std::{
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll, Waker},
    thread::panicking,
};

/// Whether the function is called again here: so deep, and no deeper. Not while something holds the map, which would wait
/// for itself.
#[must_use]
pub fn deeper(site: u32) -> bool {
    let answer = log::with(|log| log.held == 0 && log.script.is_called_again(log.depth));
    log::write("decide", site, u32::from(answer), Class::Body);
    answer
}

/// While there is one, what is logged belongs to a call inside of the one that made it.
#[must_use]
#[derive(Debug)]
pub struct Deeper {
    phase: Phase,
}

/// The next call is the function's own; `key` says what comes of it.
pub fn descend(key: &'static str, site: u32) -> Deeper {
    if panicking() {
        log::write(WHILE_UNWINDING, site, 0, Class::Body);
    }
    let depth = log::with(|log| log.depth);
    log::write(key, site, depth, Class::Body);
    log::with(|log| {
        log.depth += 1;
        Deeper { phase: std::mem::replace(&mut log.phase, Phase::Call) }
    })
}

/// Before a call of a function by itself, if that is made while a panic unwinds.
pub(crate) const WHILE_UNWINDING: &str = "unwinding";

/// Before each call of a function by itself: the keys of such calls.
pub(crate) const KEYS: [&str; 4] = ["same key", "other key", "taken key", "no key"];

impl Deeper {
    /// The call has returned a future or a stream, which has yet to run.
    pub fn called<T>(&self, lazy: T) -> T {
        log::with(|log| log.phase = Phase::Future);
        lazy
    }
}

impl Drop for Deeper {
    fn drop(&mut self) {
        log::with(|log| {
            log.depth -= 1;
            log.phase = self.phase;
        });
    }
}

/// The number of a key that no other call of the function has now.
#[must_use]
pub fn here() -> u32 {
    7 + log::with(|log| log.depth)
}

/// All that a stream gives out.
pub async fn drain<S: Stream<Item = i64> + ?Sized>(mut stream: Pin<Box<S>>) {
    while poll_fn(|context| stream.as_mut().poll_next(context)).await.is_some() {}
}

/// Polls it so often at most, and drops it.
#[must_use]
pub fn poll_some<T>(polls: u32, mut future: Pin<Box<dyn Future<Output = T> + '_>>) -> Option<T> {
    for _ in 0..polls {
        if let Poll::Ready(answer) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return Some(answer);
        }
    }
    None
}

/// Calls something when it drops, if the script says so.
#[must_use]
#[derive(Debug)]
pub struct Late<F: FnMut()> {
    site: u32,
    call: F,
}

pub fn late<F: FnMut()>(site: u32, call: F) -> Late<F> {
    Late { site, call }
}

impl<F: FnMut()> Drop for Late<F> {
    fn drop(&mut self) {
        if deeper(self.site) {
            // One that left this destructor while a panic unwinds would end the process.
            let caught = catch_unwind(AssertUnwindSafe(&mut self.call));
            log::write("caught", self.site, u32::from(caught.is_err()), Class::Body);
        }
    }
}

/// Acts in a destructor that runs while a panic unwinds.
pub(crate) fn while_unwinding(act: impl FnOnce()) {
    struct Act<F: FnOnce()>(Option<F>);

    impl<F: FnOnce()> Drop for Act<F> {
        fn drop(&mut self) {
            if let Some(act) = self.0.take() {
                act();
            }
        }
    }

    let unwound = catch_unwind(AssertUnwindSafe(|| {
        let _act = Act(Some(act));
        std::panic::panic_any(crate::script::Boom(u32::MAX));
    }));
    assert!(unwound.is_err(), "it panicked");
}
