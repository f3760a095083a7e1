//! The lock of a reply, and how a thread waits for one. The models in `tests/models` replace this module with a model
//! checker's.

pub(super) use super::super::engine::{spin_lock::lock, sync::Mutex};

/// Returns what the mutex contains, without locking it.
#[inline]
pub(super) fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner()
}
#[cfg(not(target_family = "wasm"))]
pub(super) use std::thread::{current, park, park_timeout};
pub(super) use std::{sync::OnceLock, thread::Thread};
