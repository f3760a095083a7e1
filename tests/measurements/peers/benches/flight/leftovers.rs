//! What calls leave behind that do not end well, each with a key of its own: keys that are still alive.
//!
//! Every clone of a key counts, also one that its map has removed and not yet freed, as those of moka.

use crate::{candidates::Candidate, uncontended::ready};
use std::{
    future::{Future, pending},
    hash::{Hash, Hasher},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    task::{Context, Waker},
};

pub(crate) const CALLS: u64 = 1_000;

pub(crate) struct Leftovers {
    pub(crate) cancelled: usize,
    pub(crate) panicking: usize,
    pub(crate) never_polled: usize,
}

static LIVE: AtomicUsize = AtomicUsize::new(0);

/// A key that is counted while it lives, and so are its clones.
pub(crate) struct Counted(u64);

impl Counted {
    fn new(key: u64) -> Self {
        LIVE.fetch_add(1, SeqCst);
        Self(key)
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        Self::new(self.0)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, SeqCst);
    }
}

impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Counted {}

impl Hash for Counted {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

pub(crate) fn of<C: Candidate<Counted>>() -> Leftovers {
    Leftovers {
        cancelled: left::<C>(|candidate, key| poll(candidate.call(key, pending()))),
        panicking: left::<C>(|candidate, key| poll(candidate.call(key, async { panic!("{PANIC}") }))),
        never_polled: left::<C>(|candidate, key| drop(candidate.call(key, async { 7 }))),
    }
}

fn left<C: Candidate<Counted>>(call: impl Fn(&C, Counted)) -> usize {
    let before = LIVE.load(SeqCst);
    let candidate = C::new();
    for key in 0..CALLS {
        // As a server does that goes on.
        _ = catch_unwind(AssertUnwindSafe(|| call(&candidate, Counted::new(key))));
    }
    ready(candidate.settle());
    let left = LIVE.load(SeqCst).saturating_sub(before);
    drop(candidate);
    left
}

/// Once, and drops it.
fn poll(future: impl Future<Output = u64>) {
    let mut future = Box::pin(future);
    _ = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
}

const PANIC: &str = "as a body does that fails";

/// Thousands of the panics are meant.
pub(crate) fn silence() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.payload_as_str() != Some(PANIC) {
            hook(panic);
        }
    }));
}
