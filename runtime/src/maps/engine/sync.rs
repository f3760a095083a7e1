//! What the maps synchronise with. The models replace this module by a model checker's.

pub(super) use super::waiting::lock;
#[cfg(feature = "drained")]
pub(super) use crate::event::Event;
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
