//! Loom's primitives.

#[path = "../../wait_list.rs"]
mod wait_list;

pub(crate) use loom::sync::{
    Arc, Mutex, MutexGuard,
    atomic::{
        AtomicUsize,
        Ordering::{Relaxed, SeqCst},
        fence,
    },
};
pub(crate) use wait_list::WaitList;
// Is taken for what it promises.
pub(crate) use std::sync::OnceLock;

/// So few that a model's entries are in several parts of a table.
pub(crate) const BUCKETS: usize = 4;

use loom::future::block_on;

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no model panics under a lock")
}
