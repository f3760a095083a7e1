//! The model checker's primitives, and an event and a once-cell made of them.

pub(super) use loom::sync::Arc;

use loom::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, Ordering},
};
use std::{
    future::Future,
    pin::Pin,
    sync::PoisonError,
    task::{Context, Poll, Waker},
};

/// The checker's threads are one to std, so a guard that drops in one while another one unwinds poisons its lock.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is in it is seen by those only who see that it is set.
pub(super) struct OnceLock<T> {
    is_set: AtomicBool,
    value: std::sync::OnceLock<T>,
}

impl<T> OnceLock<T> {
    pub(super) fn new() -> Self {
        Self { is_set: AtomicBool::new(false), value: std::sync::OnceLock::new() }
    }

    pub(super) fn get(&self) -> Option<&T> {
        if self.is_set.load(Ordering::Acquire) { self.value.get() } else { None }
    }

    pub(super) fn set(&self, value: T) -> Result<(), T> {
        self.value.set(value)?;
        self.is_set.store(true, Ordering::Release);
        Ok(())
    }
}

pub(super) struct WaitList(Mutex<Vec<Arc<Mutex<Waiter>>>>);

#[derive(Default)]
struct Waiter {
    is_notified: bool,
    waker: Option<Waker>,
}

pub(super) struct WaitListener(Arc<Mutex<Waiter>>);

impl WaitList {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    pub(super) fn listen(&self) -> WaitListener {
        let waiter = Arc::new(Mutex::new(Waiter::default()));
        locked(&self.0).push(Arc::clone(&waiter));
        WaitListener(waiter)
    }

    pub(super) fn notify(&self, _: usize) {
        let waiters = std::mem::take(&mut *locked(&self.0));
        for waiter in waiters {
            let waker = {
                let mut waiter = locked(&waiter);
                waiter.is_notified = true;
                waiter.waker.take()
            };
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}

impl Future for WaitListener {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut waiter = locked(&self.0);
        if waiter.is_notified {
            return Poll::Ready(());
        }
        waiter.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl WaitListener {
    pub(super) fn wait(self) {
        loom::future::block_on(self);
    }
}
