//! Loom's primitives.

#[path = "../event.rs"]
mod event;

pub(super) use event::Event;
pub(super) use loom::sync::{
    Arc, Mutex, MutexGuard,
    atomic::{
        AtomicUsize,
        Ordering::{Relaxed, SeqCst},
        fence,
    },
};
// Is taken for what it promises.
pub(super) use std::sync::OnceLock;

use loom::future::block_on;

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no model panics under a lock")
}
