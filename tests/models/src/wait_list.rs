//! An event as the maps' own, made of the model checker's primitives: those who listen are woken by a notification,
//! and one that drops although it was woken hands that on.

use super::{Arc, Mutex, block_on, lock};
use std::{
    future::Future,
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
        WaitListener { waiters: Arc::clone(self.waiters()), own }
    }

    pub(crate) fn notify(&self, most: usize) {
        notify(self.waiters(), most);
    }
}

/// Of those in the list, `most` are notified in the end, those included who have not seen an earlier notification.
fn notify(waiters: &Waiters, most: usize) {
    let mut wakers = Vec::new();
    for waiter in lock(waiters).iter().take(most) {
        let mut waiter = lock(waiter);
        waiter.is_notified = true;
        wakers.extend(waiter.waker.take());
    }
    wakers.into_iter().for_each(Waker::wake);
}

impl WaitListener {
    /// Returns whether it was in the list.
    fn leave(&self) -> bool {
        let mut waiters = lock(&self.waiters);
        let before = waiters.len();
        waiters.retain(|waiter| !Arc::ptr_eq(waiter, &self.own));
        waiters.len() < before
    }
}

impl Future for WaitListener {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        {
            let mut own = lock(&self.own);
            if !own.is_notified {
                own.waker = Some(context.waker().clone());
                return Poll::Pending;
            }
        }
        self.leave();
        Poll::Ready(())
    }
}

impl Drop for WaitListener {
    fn drop(&mut self) {
        if self.leave() && lock(&self.own).is_notified {
            notify(&self.waiters, 1);
        }
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
