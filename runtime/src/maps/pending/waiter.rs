//! The task or thread that waits for a reply.

use super::sync::Thread;
use core::{any::Any, panic::AssertUnwindSafe, task::Waker};
use std::{
    boxed::Box,
    panic::{catch_unwind, resume_unwind},
    thread::panicking,
};

pub(super) enum Waiter {
    Task(Waker),
    #[cfg_attr(target_family = "wasm", expect(dead_code, reason = "threads cannot wait there"))]
    Thread(Thread),
}

impl Waiter {
    /// The caller must hold no lock, since a waker is user code.
    #[inline]
    pub(super) fn wake(self) {
        match self {
            Self::Task(waker) => waker.wake(),
            Self::Thread(thread) => thread.unpark(),
        }
    }
}

/// The first panic of several calls of user code, all of which have to be made.
#[derive(Default)]
pub(super) struct FirstPanic(Option<Box<dyn Any + Send>>);

impl FirstPanic {
    /// Calls the function, and catches its panic.
    pub(super) fn catch(&mut self, call: impl FnOnce()) {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(call)) {
            self.0.get_or_insert(payload);
        }
    }

    /// Resumes the first panic. If the thread is already unwinding, discards it, since it would abort the process.
    pub(super) fn resume(self) {
        if let (Some(payload), false) = (self.0, panicking()) {
            resume_unwind(payload);
        }
    }
}
