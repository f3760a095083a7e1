//! tikv/tikv #20009: a request's tracker, and one for each of its batched tasks, collect what the request costs.
//!
//! The method that handles a request is not `async`: it makes the trackers and returns a future, which removed them at
//! its end. The early return for a busy server came before that future, and a client that gave up dropped it: one tracker
//! leaked, or all of them. Once a shard of their table was full, nothing was recorded in it until a restart.
//!
//! What it needs: entries that begin at the call, and that travel with the future.

use crate::poll_once;
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    collections::HashSet,
    future::{Future, pending, ready},
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    task::Poll,
};

#[derive(Debug, PartialEq)]
enum Response {
    Done { tasks: usize },
    ServerIsBusy,
}

type Handling = Pin<Box<dyn Future<Output = Response> + Send>>;

#[derive(Clone, Copy, PartialEq)]
enum Load {
    Ready,
    /// Every task waits for ever.
    Slow,
    Busy,
}

async fn execute(load: Load) {
    if load == Load::Slow {
        pending::<()>().await;
    }
}

#[derive(Default)]
struct AsItWas {
    trackers: Arc<Mutex<HashSet<u64>>>,
    tokens: AtomicU64,
}

impl AsItWas {
    fn track(&self) -> u64 {
        let token = self.tokens.fetch_add(1, Ordering::Relaxed);
        self.trackers.lock().unwrap().insert(token);
        token
    }

    fn handle(&self, tasks: usize, load: Load) -> Handling {
        let trackers = Arc::clone(&self.trackers);
        let top = self.track();
        if load == Load::Busy {
            return Box::pin(ready(Response::ServerIsBusy));
        }
        let batch: Vec<_> = (0..tasks).map(|_| self.track()).collect();
        Box::pin(async move {
            for task in batch {
                execute(load).await;
                trackers.lock().unwrap().remove(&task);
            }
            trackers.lock().unwrap().remove(&top);
            Response::Done { tasks }
        })
    }
}

#[test]
fn as_it_was_a_busy_server_and_a_dropped_request_leave_their_trackers() {
    let server = AsItWas::default();
    assert_eq!(poll_once(server.handle(2, Load::Busy).as_mut()), Poll::Ready(Response::ServerIsBusy));
    assert_eq!(server.trackers.lock().unwrap().len(), 1);
    drop(server.handle(2, Load::Ready));
    assert_eq!(server.trackers.lock().unwrap().len(), 1 + 3);
}

#[derive(Default)]
struct Server {
    trackers: Arc<InflightMap<u64>>,
}

impl Server {
    #[scoped_entry(map = Arc::clone(&self.trackers), key = start, guard = top)]
    fn handle(&self, start: u64, tasks: usize, load: Load) -> Handling {
        if load == Load::Busy {
            return Box::pin(ready(Response::ServerIsBusy));
        }
        let batch: Vec<_> = (0..tasks).map(|_| self.task(start, load)).collect();
        Box::pin(top.attach(async move {
            for task in batch {
                task.await;
            }
            Response::Done { tasks }
        }))
    }

    #[scoped_entry(map = Arc::clone(&self.trackers), key = start, guard = tracker)]
    fn task(&self, start: u64, load: Load) -> impl Future<Output = ()> + use<> {
        tracker.attach(execute(load))
    }
}

#[test]
fn a_busy_server_leaves_no_tracker() {
    let server = Server::default();
    let mut handling = server.handle(7, 2, Load::Busy);
    assert_eq!(server.trackers.len(), 0, "the entry has ended with the early return");
    assert_eq!(poll_once(handling.as_mut()), Poll::Ready(Response::ServerIsBusy));
    assert_eq!(server.trackers.stats().entered, 1);
}

#[test]
fn a_dropped_request_leaves_no_tracker() {
    for polls in 0..2 {
        let server = Server::default();
        let mut handling = server.handle(7, 2, Load::Slow);
        assert_eq!(server.trackers.count(&7), 3, "at the call, before the first poll");
        for _ in 0..polls {
            assert!(poll_once(handling.as_mut()).is_pending());
        }
        drop(handling);
        assert_eq!(server.trackers.count(&7), 0);
    }
}

#[test]
fn a_request_that_completes_leaves_no_tracker() {
    let server = Server::default();
    let mut handling = server.handle(7, 2, Load::Ready);
    assert_eq!(poll_once(handling.as_mut()), Poll::Ready(Response::Done { tasks: 2 }));
    assert!(server.trackers.is_empty());
    assert_eq!(server.trackers.stats().entered, 3);
}
