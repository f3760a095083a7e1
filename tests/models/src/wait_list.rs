//! An event as the maps' own, made of the model checker's primitives: those who listen are woken by a notification,
//! and one that drops although it was woken hands that on.

use super::{Arc, Mutex, block_on, lock};
use std::{
    future::Future,
    mem,
    pin::Pin,
    sync::OnceLock,
    task::{Context, Poll, Waker},
    time::Instant,
};

type Waiters = Arc<Mutex<Vec<Arc<Mutex<Waiter>>>>>;

/// Made by the first who use it, since the maps need a constant.
pub(crate) struct WaitList(OnceLock<Waiters>);

#[derive(Default)]
struct Waiter {
    is_notified: bool,
    waker: Option<Waker>,
}

pub(crate) struct WaitListener {
    waiters: Waiters,
    own: Arc<Mutex<Waiter>>,
    is_over: bool,
}

impl WaitList {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new())
    }

    fn waiters(&self) -> &Waiters {
        self.0.get_or_init(|| Arc::new(Mutex::new(Vec::new())))
    }

    pub(crate) fn listen(&self) -> WaitListener {
        let own = Arc::new(Mutex::new(Waiter::default()));
        lock(self.waiters()).push(Arc::clone(&own));
        WaitListener { waiters: Arc::clone(self.waiters()), own, is_over: false }
    }

    /// All of them: nobody here asks for less.
    pub(crate) fn notify(&self, most: usize) {
        assert_eq!(most, usize::MAX);
        let waiters = mem::take(&mut *lock(self.waiters()));
        waiters.iter().for_each(wake);
    }
}

fn wake(waiter: &Arc<Mutex<Waiter>>) {
    let waker = {
        let mut waiter = lock(waiter);
        waiter.is_notified = true;
        waiter.waker.take()
    };
    if let Some(waker) = waker {
        waker.wake();
    }
}

impl Future for WaitListener {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let is_notified = {
            let mut own = lock(&self.own);
            own.waker = Some(context.waker().clone());
            own.is_notified
        };
        self.is_over = is_notified;
        if is_notified { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Drop for WaitListener {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let handed_on = {
            let mut waiters = lock(&self.waiters);
            waiters.retain(|waiter| !Arc::ptr_eq(waiter, &self.own));
            let is_notified = lock(&self.own).is_notified;
            if is_notified { waiters.pop() } else { None }
        };
        handed_on.iter().for_each(wake);
    }
}

impl WaitListener {
    pub(crate) fn wait(self) {
        block_on(self);
    }

    /// The time is over at once, unless it was woken already.
    pub(crate) fn wait_deadline(self, _: Instant) -> Option<()> {
        lock(&self.own).is_notified.then_some(())
    }
}
