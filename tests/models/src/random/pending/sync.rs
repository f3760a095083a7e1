//! Shuttle's primitives.

pub(super) use super::super::engine::{
    spin_lock::lock,
    sync::{Mutex, OnceLock},
};
pub(super) use shuttle::thread::{Thread, current, park};

use std::{sync::PoisonError, time::Duration};

pub(super) fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// In a model no time passes: a thread that waits for a while waits until it is woken.
pub(super) fn park_timeout(_: Duration) {
    park();
}
