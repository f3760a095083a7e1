//! Panics that a test wants, told apart from those of its assertions.

use std::panic::{self, AssertUnwindSafe};

/// What a wanted panic carries.
pub(crate) struct Deliberate;

/// Panics, wherever an expression of any type may stand, without a message in the test's output.
pub(crate) fn deliberate<T>() -> T {
    panic::resume_unwind(Box::new(Deliberate))
}

/// What `call` returned, or `None` if it ended with a wanted panic. Any other panic goes on.
pub(crate) fn attempt<R>(call: impl FnOnce() -> R) -> Option<R> {
    match panic::catch_unwind(AssertUnwindSafe(call)) {
        Ok(returned) => Some(returned),
        Err(payload) if payload.is::<Deliberate>() => None,
        Err(payload) => panic::resume_unwind(payload),
    }
}

/// Sees to it that `call` ends with a wanted panic.
#[track_caller]
pub(crate) fn caught<R>(call: impl FnOnce() -> R) {
    assert!(attempt(call).is_none(), "the call was to panic, and returned");
}

/// As a temporary of an argument it drops after the entry was made.
pub(crate) struct PanicsWhenDropped(pub(crate) u64);

impl PanicsWhenDropped {
    pub(crate) fn number(&self) -> u64 {
        self.0
    }
}

impl Drop for PanicsWhenDropped {
    fn drop(&mut self) {
        deliberate::<()>();
    }
}
