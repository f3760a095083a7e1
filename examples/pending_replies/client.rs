//! A client with one connection for many concurrent calls, which it makes again when it is lost.

use crate::protocol;
use std::{
    io,
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    sync::{Mutex, mpsc},
};

/// The connection was lost before a reply came.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lost;

/// The calls of a client that wait for a reply: what this example compares.
pub(crate) trait Waiting: Default + Send + Sync + 'static {
    /// Sends the request, and waits for the reply.
    fn call(
        &self,
        id: u64,
        send: impl Future<Output = Result<(), Lost>> + Send,
    ) -> impl Future<Output = Result<u64, Lost>> + Send;

    /// Passes a reply on. Returns whether a call got it.
    fn complete(&self, id: u64, reply: u64) -> bool;

    fn connected(&self);

    fn lost(&self);

    fn entries(&self) -> usize;
}

pub(crate) struct Client<W> {
    pub(crate) waiting: W,
    next: AtomicU64,
    outgoing: mpsc::Sender<u64>,
    requests: Mutex<mpsc::Receiver<u64>>,
    pub(crate) connections: AtomicU64,
    /// Replies that no call has got.
    pub(crate) unclaimed: AtomicU64,
}

/// Ends the calls that wait, however the task of the connection ends.
struct LostOnDrop<'a, W: Waiting>(&'a W);

impl<W: Waiting> Drop for LostOnDrop<'_, W> {
    fn drop(&mut self) {
        self.0.lost();
    }
}

impl<W: Waiting> Client<W> {
    pub(crate) fn new() -> Self {
        let (outgoing, requests) = mpsc::channel(64);
        Self {
            waiting: W::default(),
            next: AtomicU64::new(0),
            outgoing,
            requests: Mutex::new(requests),
            connections: AtomicU64::new(0),
            unclaimed: AtomicU64::new(0),
        }
    }

    pub(crate) fn next_id(&self) -> u64 {
        self.next.fetch_add(1, Relaxed)
    }

    pub(crate) async fn call(&self, id: u64) -> Result<u64, Lost> {
        self.waiting.call(id, async { self.outgoing.send(id).await.map_err(|_| Lost) }).await
    }

    /// Connects, and again whenever the connection is lost, until it is dropped.
    ///
    /// # Errors
    ///
    /// If there is no server any more.
    pub(crate) async fn stay_connected(&self, server: SocketAddr) -> io::Result<()> {
        loop {
            let connection = TcpStream::connect(server).await?;
            // The loss of the connection has ended the calls that waited.
            _ = self.use_connection(connection).await;
        }
    }

    async fn use_connection(&self, connection: TcpStream) -> io::Result<()> {
        connection.set_nodelay(true)?;
        let (read, mut write) = connection.into_split();
        let mut requests = self.requests.lock().await;
        let _lost = LostOnDrop(&self.waiting);
        self.waiting.connected();
        self.connections.fetch_add(1, Relaxed);
        let send = async {
            let mut ids = Vec::new();
            while requests.recv_many(&mut ids, 64).await > 0 {
                let lines: Vec<_> = ids.drain(..).flat_map(protocol::request).collect();
                write.write_all(&lines).await?;
            }
            Ok(())
        };
        let receive = async {
            let mut lines = BufReader::new(read).lines();
            while let Some(line) = lines.next_line().await? {
                let reply = protocol::read_reply(&line);
                if !reply.is_some_and(|(id, result)| self.waiting.complete(id, result)) {
                    self.unclaimed.fetch_add(1, Relaxed);
                }
            }
            Ok(())
        };
        tokio::select! {
            ended = send => ended,
            ended = receive => ended,
        }
    }
}
