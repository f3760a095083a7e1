//! The attribute and `enter!`.

use crate::tools::poll;
use scoped_entry::{Closed, PendingMap, enter, scoped_entry};
use std::{
    future::ready,
    pin::pin,
    sync::{Arc, LazyLock},
    task::{Context, Poll, Waker},
};

#[derive(Debug, PartialEq)]
enum Error {
    DuplicateId,
    Send,
    Closed,
}

impl From<Closed> for Error {
    fn from(_: Closed) -> Self {
        Self::Closed
    }
}

struct Client {
    pending: PendingMap<u64, u32>,
    sends: bool,
}

impl Client {
    fn new(sends: bool) -> Self {
        Self { pending: PendingMap::new(), sends }
    }

    async fn send(&self) -> Result<(), Error> {
        ready(self.sends.then_some(()).ok_or(Error::Send)).await
    }

    #[scoped_entry(map = self.pending, key = id, guard = reply, occupied = return Err(Error::DuplicateId))]
    async fn call(&self, id: u64) -> Result<u32, Error> {
        self.send().await?;
        Ok(reply.await?)
    }

    async fn call_with_a_statement(&self, id: u64) -> Result<u32, Error> {
        enter!(map = self.pending, key = id, guard = reply, occupied = return Err(Error::DuplicateId));
        self.send().await?;
        Ok(reply.await?)
    }

    #[scoped_entry(map = self.pending, key = id, guard = reply, occupied = |()| return Err(Error::DuplicateId))]
    fn call_blocking(&self, id: u64) -> Result<u32, Error> {
        self.pending.complete(&id, 5).map_err(|_| Error::Send)?;
        Ok(reply.wait()?)
    }
}

fn polled<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn a_call_on_every_path() {
    let client = Client::new(true);
    {
        let (mut call, mut statement) = (pin!(client.call(1)), pin!(client.call_with_a_statement(2)));
        assert!(client.pending.is_empty(), "before the first poll");
        assert!(polled(call.as_mut()).is_pending() && polled(statement.as_mut()).is_pending());
        assert_eq!(client.pending.len(), 2);
        assert_eq!(polled(pin!(client.call(1))), Poll::Ready(Err(Error::DuplicateId)));
        assert_eq!(polled(pin!(client.call_with_a_statement(2))), Poll::Ready(Err(Error::DuplicateId)));
        client.pending.complete(&1, 10).unwrap();
        assert_eq!(polled(call), Poll::Ready(Ok(10)));
        assert_eq!(client.pending.len(), 1);
        // The other one is dropped.
    }
    assert_eq!((client.pending.len(), client.pending.stats().dropped), (0, 1));
    assert_eq!(client.call_blocking(3), Ok(5));
    let broken = Client::new(false);
    assert_eq!(polled(pin!(broken.call(1))), Poll::Ready(Err(Error::Send)));
    assert_eq!(polled(pin!(broken.call_with_a_statement(1))), Poll::Ready(Err(Error::Send)));
    assert_eq!((broken.pending.len(), broken.pending.stats().dropped), (0, 2));
}

#[test]
fn a_closed_client() {
    let client = Client::new(true);
    client.pending.close();
    assert_eq!(polled(pin!(client.call(1))), Poll::Ready(Err(Error::Closed)));
    assert_eq!(polled(pin!(client.call_with_a_statement(1))), Poll::Ready(Err(Error::Closed)));
}

/// The guard owns the map, and goes to a task; a map behind a `LazyLock`.
#[tokio::test]
async fn a_guard_that_moves_to_a_task() {
    static PENDING: LazyLock<Arc<PendingMap<u64, u32>>> = LazyLock::new(Arc::default);

    #[scoped_entry(map = Arc::clone(&PENDING), key = id, guard = reply, occupied = return None)]
    fn spawned(id: u64) -> Option<tokio::task::JoinHandle<u32>> {
        Some(tokio::spawn(async move { reply.await.unwrap() }))
    }

    #[scoped_entry(map = PENDING, key = id, guard = reply, occupied = return None)]
    async fn awaited(id: u64) -> Option<u32> {
        reply.await.ok()
    }

    let task = spawned(1).unwrap();
    assert!(spawned(1).is_none());
    PENDING.complete(&1, 2).unwrap();
    assert_eq!(task.await.unwrap(), 2);
    let mut call = Box::pin(awaited(3));
    assert!(poll(&mut call).is_pending());
    PENDING.complete(&3, 4).unwrap();
    assert_eq!(call.await, Some(4));
}
