//! An event that tasks and threads wait for, and whose wakers run under no lock.
//!
//! `event-listener` wakes tasks while its list of listeners is locked. A waker is an executor's code: it may drop the very
//! future that it was to wake, or poll it on the spot, and either would wait for that lock for ever. So the list is given
//! wakers of this file, which only note whose turn it is; theirs are called when the list is unlocked again.

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
    /// Made by the first who listens, since the maps need a constant.
    due: OnceLock<Arc<Due>>,
}

/// Those whose turn it is.
#[derive(Default)]
struct Due(Mutex<Vec<Waker>>);

/// One who listens, until this is dropped.
pub(crate) struct WaitListener {
    /// `None` when it is dropped.
    listed: Option<event_listener::EventListener>,
    /// What the list wakes in place of the task, once that has been polled.
    relay: Option<Arc<Relay>>,
    due: Arc<Due>,
}

struct Relay {
    task: Mutex<Option<Waker>>,
    due: Arc<Due>,
}

impl WaitList {
    pub(crate) const fn new() -> Self {
        Self { list: event_listener::Event::new(), due: OnceLock::new() }
    }

    pub(crate) fn listen(&self) -> WaitListener {
        let due = Arc::clone(self.due.get_or_init(Arc::default));
        WaitListener { listed: Some(self.list.listen()), relay: None, due }
    }

    /// Wakes so many of those who listen.
    pub(crate) fn notify(&self, most: usize) {
        self.list.notify(most);
        if let Some(due) = self.due.get() {
            due.wake();
        }
    }
}

impl Due {
    /// A panic of a waker goes on when all are awake; while another one unwinds the thread, it stays here.
    fn wake(&self) {
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
        // Once: a task that is woken is polled again, and says again whom to wake.
        let task = lock(&self.task).take();
        if let Some(task) = task {
            lock(&self.due.0).push(task);
        }
    }
}

impl Future for WaitListener {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Self { listed, relay, due } = self.get_mut();
        let Some(listed) = listed else { return Poll::Ready(()) };
        let relay = relay.get_or_insert_with(|| Arc::new(Relay { task: Mutex::default(), due: Arc::clone(due) }));
        // Cloning and dropping wakers is the executor's, too: under no lock.
        let task = context.waker().clone();
        let before = lock(&relay.task).replace(task);
        drop(before);
        Pin::new(listed).poll(&mut Context::from_waker(&Waker::from(Arc::clone(relay))))
    }
}

/// Those who block their threads, which are woken by the list itself.
#[cfg(not(target_family = "wasm"))]
impl WaitListener {
    pub(crate) fn wait(mut self) {
        if let Some(listed) = self.listed.take() {
            listed.wait();
        }
    }

    /// `None` if it was not woken until then.
    #[cfg(feature = "drained")]
    pub(crate) fn wait_deadline(mut self, deadline: Instant) -> Option<()> {
        self.listed.take()?.wait_deadline(deadline)
    }
}

impl Drop for WaitListener {
    fn drop(&mut self) {
        // A notification that nobody has taken notice of goes on to somebody else.
        self.listed = None;
        self.due.wake();
    }
}
