//! Shuttle's primitives.

pub(super) use super::super::engine::{
    spin_lock::lock,
    sync::{Mutex, OnceLock},
};
pub(super) use shuttle::thread::{Thread, current, park};

use std::time::Duration;

/// In a model no time passes: a thread that waits for a while waits until it is woken.
pub(super) fn park_timeout(_: Duration) {
    park();
}
