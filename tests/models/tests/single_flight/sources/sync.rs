//! The model checker's primitives, and an event and a once-cell made of them.

pub(super) use loom::sync::{Arc, Mutex};

use loom::sync::{
    MutexGuard,
    atomic::{AtomicBool, Ordering},
};
use std::{
    future::Future,
    pin::Pin,
    sync::PoisonError,
    task::{Context, Poll, Waker},
};

/// The checker's threads are one to std, so a guard that drops in one while another one unwinds poisons its lock.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
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

type Waiters = Arc<Mutex<Vec<Arc<Mutex<Waiter>>>>>;

pub(super) struct WaitList(Waiters);

#[derive(Default)]
struct Waiter {
    is_notified: bool,
    waker: Option<Waker>,
}

/// Passes its notification on if it is dropped before it has seen it.
pub(super) struct WaitListener(Waiters, Arc<Mutex<Waiter>>);

impl WaitList {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Vec::new())))
    }

    pub(super) fn listen(&self) -> WaitListener {
        let waiter = Arc::new(Mutex::new(Waiter::default()));
        lock(&self.0).push(Arc::clone(&waiter));
        WaitListener(Arc::clone(&self.0), waiter)
    }

    pub(super) fn notify(&self, max: usize) {
        notify(&self.0, max);
    }
}

/// Of those in the list, `max` are notified in the end, those included who have not seen an earlier notification.
fn notify(waiters: &Waiters, max: usize) {
    let mut wakers = Vec::new();
    for waiter in lock(waiters).iter().take(max) {
        let mut waiter = lock(waiter);
        waiter.is_notified = true;
        wakers.extend(waiter.waker.take());
    }
    wakers.into_iter().for_each(Waker::wake);
}

impl WaitListener {
    /// Returns whether it was in the list.
    fn leave(&self) -> bool {
        let mut waiters = lock(&self.0);
        let before = waiters.len();
        waiters.retain(|waiter| !Arc::ptr_eq(waiter, &self.1));
        waiters.len() < before
    }

    pub(super) fn wait(mut self) {
        loom::future::block_on(std::future::poll_fn(|context| Pin::new(&mut self).poll(context)));
    }
}

impl Future for WaitListener {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        {
            let mut waiter = lock(&self.1);
            if !waiter.is_notified {
                waiter.waker = Some(context.waker().clone());
                return Poll::Pending;
            }
        }
        self.leave();
        Poll::Ready(())
    }
}

impl Drop for WaitListener {
    fn drop(&mut self) {
        if self.leave() && lock(&self.1).is_notified {
            notify(&self.0, 1);
        }
    }
}
