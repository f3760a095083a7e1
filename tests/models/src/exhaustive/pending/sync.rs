//! Loom's primitives.

pub(super) use super::super::engine::{spin_lock::lock, sync::Mutex};
pub(super) use loom::thread::{Thread, current, park};
// Is taken for what it promises.
pub(super) use std::sync::OnceLock;

use std::{sync::PoisonError, time::Duration};

pub(super) fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// In a model no time passes: a thread that waits for a while waits until it is woken.
pub(super) fn park_timeout(_: Duration) {
    park();
}
