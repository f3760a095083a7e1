//! The claims of one name.

use crate::{
    asked::Asked,
    claim::Claim,
    counters::ClaimStats,
    error::ClaimError,
    handle::Shared,
    keeper::{
        event::{ClaimMap, Event},
        refusal::Refusal,
    },
    key::{ClusterKey, EncodedKey},
};
use scoped_entry::{__private::Call, __private::Here, InflightMap};
use std::{fmt, future::Future, marker::PhantomData, panic::Location, sync::Arc, time::Duration};

/// The claims of one name: at most one claim of a key is held at a time, in all processes together.
///
/// Get it from [`Cluster::claims`](crate::Cluster::claims), once, and keep it. Clones are cheap, and share everything.
///
/// # Examples
///
/// ```
/// use scoped_entry::scoped_entry;
/// use scoped_entry_cluster::{ClaimError, Claims, Cluster, memory::Server};
///
/// struct Service {
///     payments: Claims<str>,
/// }
///
/// impl Service {
///     /// While it runs, no node runs it for the same order.
///     #[scoped_entry(hold = self.payments.claim(order).await?)]
///     async fn pay(&self, order: &str) -> Result<(), ClaimError> {
///         assert_eq!(self.payments.held().len(), 1);
///         Ok(())
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let server = Server::new();
/// server.skip_recovery();
/// let cluster = Cluster::memory(&server).connect().await?;
/// let service = Service { payments: cluster.claims("payments") };
/// service.pay("order-7").await?;
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
pub struct Claims<K: ?Sized> {
    shared: Arc<Shared>,
    map: Arc<ClaimMap>,
    key: PhantomData<fn(&K)>,
}

impl<K: ClusterKey + ?Sized> Claims<K> {
    pub(crate) fn new(shared: Arc<Shared>, map: Arc<ClaimMap>) -> Self {
        Self { shared, map, key: PhantomData }
    }

    /// Claims a key, unless another call holds it.
    ///
    /// Nothing is sent before the future is polled first. Dropping the future at any time leaves no key behind. Works on
    /// every executor. One round trip; calls at the same time share it.
    ///
    /// # Errors
    ///
    /// - [`ClaimError::Held`] if another call holds the key, in this process or in another one;
    /// - [`ClaimError::Unavailable`] if the server has not answered for half a TTL, or refuses the request; it is then
    ///   unknown whether the key is held;
    /// - [`ClaimError::Recovering`] if the server has restarted or lost its data less than one TTL ago;
    /// - [`ClaimError::TtlMismatch`] if other nodes hold claims with another TTL;
    /// - [`ClaimError::Closed`] after [`Cluster::close`](crate::Cluster::close).
    #[doc(alias("lock", "try_lock", "acquire", "mutex"))]
    #[track_caller]
    pub fn claim(&self, key: &K) -> impl Future<Output = Result<Claim, ClaimError>> + Send + use<K> {
        self.ask(EncodedKey::of(key), None, Location::caller(), Call.here())
    }

    /// Claims a key, and waits for at most `timeout` while another call holds it, or while the server recovers.
    ///
    /// Within a process, calls get the key in the order in which they came. Between processes there is no order, but a
    /// release wakes the waiters of every node, and each node asks at least every fifth of a TTL, so a waiter whose
    /// timeout is long enough gets its turn.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim): after the timeout, the reason why the key was not granted last.
    #[doc(alias("lock", "wait", "acquire", "lock_timeout"))]
    #[track_caller]
    pub fn claim_within(
        &self,
        key: &K,
        timeout: Duration,
    ) -> impl Future<Output = Result<Claim, ClaimError>> + Send + use<K> {
        self.ask(EncodedKey::of(key), Some(timeout), Location::caller(), Call.here())
    }

    /// Claims a key as [`claim`](Self::claim) does, and blocks the thread until the server has answered.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    ///
    /// # Panics
    ///
    /// If it is called within an async task of tokio, whose thread must not be blocked.
    #[track_caller]
    pub fn claim_blocking(&self, key: &K) -> Result<Claim, ClaimError> {
        let here = Call.here();
        let key = EncodedKey::of(key);
        let location = Location::caller();
        let Asked { request, granted } = Asked::new(&self.shared, &self.map, key.clone(), None, location);
        self.shared.send(Event::Claim(request))?;
        let grant = granted.blocking_recv().unwrap_or(Err(Refusal::Closed))?;
        Ok(Claim::new(grant, Arc::clone(&self.shared), here.enter(Arc::clone(&self.map.held), key, ()).named()))
    }

    fn ask(
        &self,
        key: EncodedKey,
        wait: Option<Duration>,
        location: &'static Location<'static>,
        here: Here,
    ) -> impl Future<Output = Result<Claim, ClaimError>> + Send + use<K> {
        let (shared, map) = (Arc::clone(&self.shared), Arc::clone(&self.map));
        let held = Arc::clone(&map.held);
        async move {
            let Asked { request, granted } = Asked::new(&shared, &map, key.clone(), wait, location);
            shared.send(Event::Claim(request))?;
            let grant = granted.await.unwrap_or(Err(Refusal::Closed))?;
            Ok(Claim::new(grant, shared, here.enter(held, key, ()).named()))
        }
    }
}

impl<K: ?Sized> Claims<K> {
    /// Returns the map of the claims that this process holds: for [metrics and dashboards](scoped_entry::observe), and
    /// to find claims that are held for too long.
    ///
    /// Each entry has the age of its claim and the location of the call. Keys are [encoded](EncodedKey); metrics never
    /// contain them.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::observe::Registry;
    /// use scoped_entry_cluster::Claims;
    ///
    /// fn observe(payments: &Claims<str>, registry: &Registry) {
    ///     registry.watch(payments.held());
    /// }
    /// ```
    #[must_use]
    pub fn held(&self) -> &Arc<InflightMap<EncodedKey>> {
        &self.map.held
    }

    /// Returns the statistics of these claims in this process.
    #[must_use]
    pub fn stats(&self) -> ClaimStats {
        self.map.counters.stats()
    }
}

impl<K: ?Sized> Clone for Claims<K> {
    fn clone(&self) -> Self {
        let Self { shared, map, key } = self;
        Self { shared: Arc::clone(shared), map: Arc::clone(map), key: *key }
    }
}

/// Formats the name and the number of claims that are held, never keys.
impl<K: ?Sized> fmt::Debug for Claims<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims")
            .field("name", &self.map.held.name())
            .field("held", &self.map.held.len())
            .finish_non_exhaustive()
    }
}
