//! What [`super::books`] synchronises with. The models replace this module by one of a model checker's.

pub(super) use crate::lock::lock;
pub(super) use std::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicUsize, Ordering::Relaxed},
};
