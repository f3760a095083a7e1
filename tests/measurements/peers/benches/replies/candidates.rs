//! What is compared: one call, from its id to its reply.

use dashmap::DashMap;
use scoped_entry::PendingMap;
use std::{
    future::Future,
    hint::black_box,
    pin::Pin,
    task::{Context, Poll, Waker},
};
use tokio::sync::oneshot;

/// How a client keeps the calls that wait.
pub(crate) trait Candidate: Sync {
    /// Makes a call whose reply is not there when it is first polled.
    fn call(&self, id: u64) -> u64;

    /// Makes a call that is cancelled while it waits, and whose reply comes late.
    fn cancelled_call(&self, id: u64);
}

pub(crate) struct Named {
    pub(crate) name: &'static str,
    pub(crate) new: fn() -> Box<dyn Candidate>,
}

pub(crate) const ALL: [Named; 3] = [
    Named { name: "PendingMap", new: || Box::new(PendingMap::<u64, u64>::new()) },
    Named { name: "oneshot in a DashMap, leaks", new: || Box::new(Leaks::default()) },
    Named { name: "oneshot in a DashMap, with a guard", new: || Box::new(Guarded::default()) },
];

fn poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

fn pending<F: Future + Unpin>(future: &mut F) {
    assert!(poll(future).is_pending());
}

fn ready<F: Future + Unpin>(future: &mut F) -> F::Output {
    match poll(future) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("the reply is there"),
    }
}

impl Candidate for PendingMap<u64, u64> {
    fn call(&self, id: u64) -> u64 {
        let mut reply = self.try_enter(id).expect("ids differ");
        pending(&mut reply);
        self.complete(&id, black_box(id)).expect("the call waits");
        ready(&mut reply).expect("it is not closed")
    }

    fn cancelled_call(&self, id: u64) {
        let mut reply = self.try_enter(id).expect("ids differ");
        pending(&mut reply);
        drop(reply);
        assert!(self.complete(&id, black_box(id)).is_err());
    }
}

/// As most clients are written: only the reader removes.
#[derive(Default)]
struct Leaks(DashMap<u64, oneshot::Sender<u64>>);

impl Candidate for Leaks {
    fn call(&self, id: u64) -> u64 {
        let (sender, mut reply) = oneshot::channel();
        self.0.insert(id, sender);
        pending(&mut reply);
        let (_, sender) = self.0.remove(&id).expect("the call waits");
        sender.send(black_box(id)).expect("the call waits");
        ready(&mut reply).expect("it was sent")
    }

    /// It would leak without a reply, so the late one is what removes it.
    fn cancelled_call(&self, id: u64) {
        let (sender, mut reply) = oneshot::channel();
        self.0.insert(id, sender);
        pending(&mut reply);
        drop(reply);
        let (_, sender) = self.0.remove(&id).expect("it leaks");
        assert!(sender.send(black_box(id)).is_err());
    }
}

/// As it is repaired: a guard removes, too.
#[derive(Default)]
struct Guarded(DashMap<u64, oneshot::Sender<u64>>);

impl Candidate for Guarded {
    fn call(&self, id: u64) -> u64 {
        let (sender, mut reply) = oneshot::channel();
        self.0.insert(id, sender);
        let _entry = scopeguard::guard(id, |id| drop(self.0.remove(&id)));
        pending(&mut reply);
        let (_, sender) = self.0.remove(&id).expect("the call waits");
        sender.send(black_box(id)).expect("the call waits");
        ready(&mut reply).expect("it was sent")
    }

    fn cancelled_call(&self, id: u64) {
        let (sender, mut reply) = oneshot::channel();
        self.0.insert(id, sender);
        let entry = scopeguard::guard(id, |id| drop(self.0.remove(&id)));
        pending(&mut reply);
        drop((entry, reply));
        assert!(self.0.remove(&id).is_none());
    }
}
