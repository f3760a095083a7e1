//! A list of waiting tasks and threads, which calls wakers without holding a lock.
//!
//! `event-listener` calls wakers while its list of listeners is locked. A waker is an executor's code: it may drop the
//! future that it wakes, or poll it immediately, and either would deadlock on that lock. So the list gets wakers of
//! this file, which only record the task's waker. The recorded wakers run after the list is unlocked.

use crate::poison::lock;
use core::{
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Poll, Waker},
};
#[cfg(not(target_family = "wasm"))]
use event_listener::Listener as _;
#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use std::time::Instant;
use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Mutex, OnceLock},
    task::Wake,
    thread::panicking,
    vec::Vec,
};

pub(crate) struct WaitList {
    list: event_listener::Event,
    /// Created by the first listener, because the constructor is `const`.
    pending: OnceLock<Arc<PendingWakers>>,
}

/// The wakers of notified tasks, to be called after the list is unlocked.
#[derive(Default)]
struct PendingWakers(Mutex<Vec<Waker>>);

/// Waits for one notification. Dropping it stops waiting.
pub(crate) struct WaitListener {
    /// `None` while this drops, and for a thread once it waits.
    listener: Option<event_listener::EventListener>,
    /// The waker that the list calls in place of the task's. `None` until the first poll.
    relay: Option<Arc<Relay>>,
    pending: Arc<PendingWakers>,
}

/// A waker that moves the task's waker to the pending ones.
struct Relay {
    task: Mutex<Option<Waker>>,
    pending: Arc<PendingWakers>,
}

impl WaitList {
    pub(crate) const fn new() -> Self {
        Self { list: event_listener::Event::new(), pending: OnceLock::new() }
    }

    pub(crate) fn listen(&self) -> WaitListener {
        let pending = Arc::clone(self.pending.get_or_init(Arc::default));
        WaitListener { listener: Some(self.list.listen()), relay: None, pending }
    }

    /// Wakes at most `max` listeners.
    pub(crate) fn notify(&self, max: usize) {
        self.list.notify(max);
        if let Some(pending) = self.pending.get() {
            pending.wake_all();
        }
    }
}

impl PendingWakers {
    /// Calls all pending wakers, even if one panics, and then resumes the first panic. If the thread is already
    /// unwinding, it discards the panic, which would abort the process.
    fn wake_all(&self) {
        let wakers = mem::take(&mut *lock(&self.0));
        let mut panic = Ok(());
        for waker in wakers {
            panic = panic.and(catch_unwind(AssertUnwindSafe(|| waker.wake())));
        }
        if panicking() {
            return;
        }
        if let Err(payload) = panic {
            resume_unwind(payload);
        }
    }
}

impl Wake for Relay {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // Taken: the task registers its waker again with its next poll.
        let task = lock(&self.task).take();
        if let Some(task) = task {
            lock(&self.pending.0).push(task);
        }
    }
}

impl Future for WaitListener {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Self { listener, relay, pending } = self.get_mut();
        let Some(listener) = listener else { return Poll::Ready(()) };
        let relay =
            relay.get_or_insert_with(|| Arc::new(Relay { task: Mutex::default(), pending: Arc::clone(pending) }));
        // Cloning and dropping a waker runs the executor's code, so neither happens under the lock.
        let task = context.waker().clone();
        let before = lock(&relay.task).replace(task);
        drop(before);
        Pin::new(listener).poll(&mut Context::from_waker(&Waker::from(Arc::clone(relay))))
    }
}

/// Blocking waits. The list wakes threads itself.
#[cfg(not(target_family = "wasm"))]
impl WaitListener {
    pub(crate) fn wait(mut self) {
        if let Some(listener) = self.listener.take() {
            listener.wait();
        }
    }

    /// Returns `None` if there is no notification before the deadline.
    #[cfg(feature = "drained")]
    pub(crate) fn wait_deadline(mut self, deadline: Instant) -> Option<()> {
        self.listener.take()?.wait_deadline(deadline)
    }
}

impl Drop for WaitListener {
    fn drop(&mut self) {
        // If this listener has an unused notification, dropping it passes the notification on to another one, whose
        // waker is then pending.
        self.listener = None;
        self.pending.wake_all();
    }
}
