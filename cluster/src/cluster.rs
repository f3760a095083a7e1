//! A connection of this process to the server that all nodes share.

use crate::{
    claims::Claims,
    clock,
    error::{NotClosed, Reason, Unavailable},
    fleet::Fleet,
    handle::Shared,
    keeper::event::Event,
    key::ClusterKey,
    permits::Permits,
};
use scoped_entry::observe::Registry;
use std::{fmt, sync::Arc, time::Duration};
use tokio::sync::oneshot;

/// A connection to the server that all nodes of a service share.
///
/// It has one thread of its own, which makes every request and renews all claims. Create one per process. Clones are
/// cheap, and share the thread.
///
/// The thread ends when the last handle is dropped: clones, [`Claims`], and claims. That drop waits until the server
/// has confirmed all releases, for at most one TTL or one second, so that a process can end right after. In async code,
/// [`close`](Self::close) waits without blocking a thread.
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use scoped_entry_cluster::Cluster;
///
/// let cluster = Cluster::redis("redis://127.0.0.1:6379").namespace("shop").connect().await?;
/// let payments = cluster.claims::<str>("payments");
/// let claim = payments.claim("order-7").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Cluster {
    shared: Arc<Shared>,
}

impl Cluster {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Returns the claims of a name, which all nodes share. O(1).
    ///
    /// Calls with the same name return handles of the same claims. `K` is the type of the keys: all nodes must use types
    /// with the same encodings.
    ///
    /// A name that the server has not seen before, or not since it has lost its data, begins with a recovery: claims fail
    /// with [`ClaimError::Recovering`](crate::ClaimError::Recovering) for one TTL after the first attempt.
    #[must_use]
    pub fn claims<K: ClusterKey + ?Sized>(&self, name: &str) -> Claims<K> {
        Claims::new(Arc::clone(&self.shared), self.shared.map(name, None))
    }

    /// Returns the permits of a name, of which at most `limit` are held at a time, in all processes together. O(1).
    ///
    /// All nodes must use the same limit. With a limit of 0, no permit is ever granted.
    ///
    /// A name that the server has not seen before begins with a recovery, as [`claims`](Self::claims) do.
    #[doc(alias("semaphore", "limit", "concurrency", "rate limit"))]
    #[must_use]
    pub fn permits(&self, name: &str, limit: u32) -> Permits {
        Permits::new(Arc::clone(&self.shared), self.shared.map(name, Some(limit)))
    }

    /// Returns the name of this node.
    #[must_use]
    pub fn node(&self) -> &str {
        &self.shared.node
    }

    /// Returns the TTL of claims.
    #[must_use]
    pub fn ttl(&self) -> Duration {
        self.shared.ttl
    }

    /// Publishes the maps of a registry to all nodes, once a second, as long as this cluster exists. For several
    /// registries, call it several times.
    ///
    /// Keys are published only of maps that were added with
    /// [`watch_with_keys`](Registry::watch_with_keys), and only of the ten oldest entries.
    pub fn publish(&self, registry: &Registry) {
        // Without a keeper, there is nothing to publish to.
        let _ = self.shared.events.send(Event::Publish(registry.clone()));
    }

    /// Reads what all nodes of the namespace have published last. One request, whatever the number of nodes.
    ///
    /// # Errors
    ///
    /// Returns [`Unavailable`] if the server does not answer within a sixth of the TTL, or refuses the request.
    pub async fn fleet(&self) -> Result<Fleet, Unavailable> {
        let (reply, fleet) = oneshot::channel();
        let _ = self.shared.events.send(Event::Fleet(reply));
        let ended = || Unavailable::new(Reason::Connection, "the keeper's thread has ended");
        fleet.await.unwrap_or_else(|_| Err(ended()))
    }

    fn begin_close(&self, timeout: Duration) -> oneshot::Receiver<Result<(), NotClosed>> {
        let (reply, closed) = oneshot::channel();
        // Without a keeper, there is nothing to wait for.
        let _ = self.shared.events.send(Event::Close { deadline: clock::now() + timeout, reply });
        closed
    }

    /// Refuses new claims, and waits until the claims of this process have ended and the server has confirmed their
    /// releases.
    ///
    /// Call it at the end of a graceful shutdown. From now on, claims fail with
    /// [`ClaimError::Closed`](crate::ClaimError::Closed), also those that wait. Claims that are held are not ended: they
    /// are renewed until their owners drop them.
    ///
    /// # Errors
    ///
    /// Returns [`NotClosed`] if claims are still held after `timeout`, or releases are not confirmed. The cluster stays
    /// closed to new claims.
    #[doc(alias("shutdown", "flush", "graceful"))]
    pub async fn close(&self, timeout: Duration) -> Result<(), NotClosed> {
        self.begin_close(timeout).await.unwrap_or(Ok(()))
    }

    /// Like [`close`](Self::close), for code that is not async.
    ///
    /// # Errors
    ///
    /// As [`close`](Self::close).
    ///
    /// # Panics
    ///
    /// If it is called within an async task of tokio.
    pub fn blocking_close(&self, timeout: Duration) -> Result<(), NotClosed> {
        self.begin_close(timeout).blocking_recv().unwrap_or(Ok(()))
    }
}

impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shared.fmt(f)
    }
}
