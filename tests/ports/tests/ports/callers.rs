//! Four clients that leaked the calls which wait for a reply. Each had a `oneshot::Sender` in a map under the id of the
//! request, and only one path on which it was taken out again: the reply.
//!
//! - nats-io/nats.rs #1617: a request without a reply stays until the client is dropped. A caller that gives up, or is
//!   cancelled, changes nothing of that.
//! - bug-ops/mcpls #239: a request to a language server that times out leaves its sender. In #458, the loop that reads the
//!   replies ends, and the calls that wait learn of it when their own time is over.
//! - ankurah/ankurah #492: a request that cannot be sent leaves its sender until the peer disconnects.
//! - bitcoindevkit/rust-electrum-client #20: a call that fails after it has registered itself with the reader stays
//!   registered.
//!
//! What they need: an entry that ends with its call on every path, and one call that ends all when no reply will come.

use crate::poll_once;
use scoped_entry::{Closed, PendingMap, WaitTimeoutError, enter};
use std::{
    collections::HashMap,
    future::ready,
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    task::Poll,
    time::Duration,
};
use tokio::sync::oneshot;

#[derive(Debug, PartialEq)]
enum Error {
    Send,
    NoReply,
}

impl From<Closed> for Error {
    fn from(Closed: Closed) -> Self {
        Self::NoReply
    }
}

impl From<WaitTimeoutError> for Error {
    fn from(_: WaitTimeoutError) -> Self {
        Self::NoReply
    }
}

/// The other side of the connection.
#[derive(Clone, Copy)]
enum Transport {
    Works,
    Broken,
}

impl Transport {
    async fn send(self) -> Result<(), Error> {
        ready(match self {
            Self::Works => Ok(()),
            Self::Broken => Err(Error::Send),
        })
        .await
    }
}

#[derive(Default)]
struct AsItWas {
    next: AtomicU64,
    senders: Mutex<HashMap<u64, oneshot::Sender<&'static str>>>,
}

impl AsItWas {
    async fn request(&self, transport: Transport) -> Result<&'static str, Error> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, reply) = oneshot::channel();
        self.senders.lock().unwrap().insert(id, sender);
        transport.send().await?;
        reply.await.map_err(|_| Error::NoReply)
    }

    fn waiting(&self) -> usize {
        self.senders.lock().unwrap().len()
    }
}

#[test]
fn as_it_was_a_cancelled_request_and_one_that_cannot_be_sent_stay() {
    let client = AsItWas::default();
    assert!(poll_once(pin!(client.request(Transport::Works))).is_pending());
    assert_eq!(client.waiting(), 1, "its caller has dropped it");
    assert_eq!(poll_once(pin!(client.request(Transport::Broken))), Poll::Ready(Err(Error::Send)));
    assert_eq!(client.waiting(), 2);
}

#[derive(Default)]
struct Client {
    next: AtomicU64,
    pending: PendingMap<u64, &'static str>,
}

impl Client {
    fn next_id(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    async fn request(&self, transport: Transport) -> Result<&'static str, Error> {
        let id = self.next_id();
        enter!(map = self.pending, key = id, guard = reply, occupied = unreachable!("ids are counted"));
        transport.send().await?;
        Ok(reply.await?)
    }
}

/// nats.rs #1617.
#[test]
fn a_cancelled_request_is_gone_and_its_late_reply_comes_back() {
    let client = Client::default();
    {
        let mut request = pin!(client.request(Transport::Works));
        assert!(poll_once(request.as_mut()).is_pending());
        assert_eq!(client.pending.len(), 1);
    }
    assert!(client.pending.is_empty());
    assert_eq!(client.pending.complete(&0, "late"), Err("late"));
    assert_eq!((client.pending.stats().dropped, client.pending.stats().unclaimed), (1, 1));
}

/// ankurah #492: the entry of the failed request alone.
#[test]
fn a_request_that_cannot_be_sent_is_gone_and_another_one_stays() {
    let client = Client::default();
    let mut other = pin!(client.request(Transport::Works));
    assert!(poll_once(other.as_mut()).is_pending());
    assert_eq!(poll_once(pin!(client.request(Transport::Broken))), Poll::Ready(Err(Error::Send)));
    assert_eq!(client.pending.len(), 1);
    client.pending.complete(&0, "pong").unwrap();
    assert_eq!(poll_once(other), Poll::Ready(Ok("pong")));
}

/// mcpls #239.
#[tokio::test]
async fn a_request_that_times_out_is_gone() {
    let client = Client::default();
    assert!(tokio::time::timeout(Duration::from_millis(1), client.request(Transport::Works)).await.is_err());
    assert!(client.pending.is_empty());
}

/// mcpls #458.
#[tokio::test]
async fn when_the_reader_ends_so_do_all_calls_that_wait() {
    let client = Arc::new(Client::default());
    let (connection, lost) = oneshot::channel::<()>();
    let reader = Arc::clone(&client);
    let reader = tokio::spawn(async move {
        let _connection = reader.pending.close_on_drop();
        _ = lost.await;
    });
    let waiting = Arc::clone(&client);
    let waiting = tokio::spawn(async move { waiting.request(Transport::Works).await });
    while client.pending.is_empty() {
        tokio::task::yield_now().await;
    }
    drop(connection);
    assert_eq!(waiting.await.unwrap(), Err(Error::NoReply));
    reader.await.unwrap();
    assert_eq!(client.request(Transport::Works).await, Err(Error::NoReply), "until it is connected again");
    assert!(client.pending.is_empty());
}

/// rust-electrum-client #20: threads, each of which waits for its own reply.
mod threads {
    use super::{AtomicU64, Client, Duration, Error, HashMap, Mutex, Ordering, enter, mpsc};

    #[derive(Default)]
    struct AsItWas {
        next: AtomicU64,
        waiting: Mutex<HashMap<u64, mpsc::Sender<&'static str>>>,
    }

    impl AsItWas {
        fn call(&self, send: impl FnOnce() -> Result<(), Error>) -> Result<&'static str, Error> {
            let id = self.next.fetch_add(1, Ordering::Relaxed);
            let (sender, reply) = mpsc::channel();
            self.waiting.lock().unwrap().insert(id, sender);
            send()?;
            let reply = reply.recv_timeout(Duration::from_millis(1)).map_err(|_| Error::NoReply)?;
            self.waiting.lock().unwrap().remove(&id);
            Ok(reply)
        }
    }

    #[test]
    fn as_it_was_a_call_that_fails_stays() {
        let client = AsItWas::default();
        assert_eq!(client.call(|| Err(Error::Send)), Err(Error::Send));
        assert_eq!(client.call(|| Ok(())), Err(Error::NoReply));
        assert_eq!(client.waiting.lock().unwrap().len(), 2);
    }

    impl Client {
        fn call(&self, send: impl FnOnce() -> Result<(), Error>) -> Result<&'static str, Error> {
            let id = self.next_id();
            enter!(map = self.pending, key = id, guard = reply, occupied = unreachable!("ids are counted"));
            let mut reply = reply;
            send()?;
            Ok(reply.wait_timeout(Duration::from_millis(1))?)
        }
    }

    #[test]
    fn a_call_that_fails_is_gone() {
        let client = Client::default();
        assert_eq!(client.call(|| Err(Error::Send)), Err(Error::Send));
        assert_eq!(client.call(|| Ok(())), Err(Error::NoReply));
        assert!(client.pending.is_empty());
        assert_eq!(client.call(|| client.pending.complete(&2, "pong").map_err(|_| Error::Send)), Ok("pong"));
    }
}
