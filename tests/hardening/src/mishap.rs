//! Panics in users' code: one in ten times, by the thread's random numbers, and only while a call of the load runs.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    thread,
};

thread_local! {
    static IN_A_CALL: Cell<bool> = const { Cell::new(false) };
}

static MISHAPS: AtomicU64 = AtomicU64::new(0);

/// What such a panic carries, which tells it from that of an assertion.
struct Deliberate;

/// Panics, without a message. Wherever an expression of any type may stand.
#[expect(clippy::must_use_candidate, reason = "it returns nothing")]
pub fn deliberate<T>() -> T {
    resume_unwind(Box::new(Deliberate))
}

/// Panics one in ten times.
pub fn perhaps() {
    if IN_A_CALL.get() && fastrand::u8(..10) == 0 {
        MISHAPS.fetch_add(1, Relaxed);
        deliberate::<()>();
    }
}

/// As [`perhaps`], for a destructor: a panic of one that runs because of a panic ends the process, whatever we do.
pub fn perhaps_as_it_drops() {
    if !thread::panicking() {
        perhaps();
    }
}

/// Runs a call in which users' code may panic. `None` if it did.
pub fn call<R>(call: impl FnOnce() -> R) -> Option<R> {
    IN_A_CALL.set(true);
    let outcome = caught(call);
    IN_A_CALL.set(false);
    outcome
}

/// What `call` returned, or `None` if it ended with a deliberate panic. Any other goes on.
pub fn caught<R>(call: impl FnOnce() -> R) -> Option<R> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(returned) => Some(returned),
        Err(payload) if payload.is::<Deliberate>() => None,
        Err(payload) => resume_unwind(payload),
    }
}

/// Sees to it that `call` ends with a deliberate panic.
///
/// # Panics
///
/// If it does not.
#[track_caller]
pub fn panics<R>(call: impl FnOnce() -> R) {
    assert!(caught(call).is_none(), "the call was to panic, and returned");
}

/// How often users' code has panicked in this process, but for what was meant to end a body.
#[must_use]
pub fn mishaps() -> u64 {
    MISHAPS.load(Relaxed)
}
