//! Shuttle's primitives.

#[path = "../../wait_list.rs"]
mod wait_list;

pub(crate) use shuttle::{
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{
            AtomicUsize,
            Ordering::{Relaxed, SeqCst},
            fence,
        },
    },
    thread_local,
};
pub(crate) use wait_list::{WaitList, WaitListener};

use shuttle::{future::block_on, sync::Once};
use std::sync::PoisonError;

/// So few that a model's entries are in several parts of a table.
pub(crate) const BUCKETS: usize = 32;

/// The models' threads are one to std: one that drops its guard while another one unwinds poisons the lock.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) struct OnceLock<T> {
    once: Once,
    value: std::sync::OnceLock<T>,
}

impl<T> OnceLock<T> {
    pub(crate) const fn new() -> Self {
        Self { once: Once::new(), value: std::sync::OnceLock::new() }
    }

    pub(crate) fn get(&self) -> Option<&T> {
        if self.once.is_completed() { self.value.get() } else { None }
    }

    pub(crate) fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        self.once.call_once(|| assert!(self.value.set(make()).is_ok(), "it is made once"));
        self.value.get().expect("it is made")
    }

    pub(crate) fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.once.call_once(|| assert!(self.value.set(value.take().expect("it is there")).is_ok(), "it is set once"));
        value.map_or(Ok(()), Err)
    }
}
