//! The locks and atomics of the maps. The models in `tests/models` replace this module with a model checker's.

#[cfg(feature = "drained")]
pub(super) use crate::wait_list::WaitList;
pub(super) use core::hint::spin_loop;
pub(super) use spin::mutex::{SpinMutex as Mutex, SpinMutexGuard as MutexGuard};
pub(super) use std::{
    sync::{
        OnceLock,
        atomic::{
            AtomicUsize,
            Ordering::{Relaxed, SeqCst},
            fence,
        },
    },
    thread::{sleep, yield_now},
    thread_local,
};

/// The number of buckets of a table that a query reads under one lock. The models read fewer, since they have few entries.
pub(super) const BUCKETS: usize = 1024;
