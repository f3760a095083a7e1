//! The permits of one name.

use crate::{
    asked::Asked,
    counters::ClaimStats,
    error::PermitError,
    handle::Shared,
    keeper::{
        event::{ClaimMap, Event},
        refusal::Refusal,
    },
    key::EncodedKey,
    permit::Permit,
};
use scoped_entry::{__private::Call, __private::Here, InflightMap};
use std::{fmt, future::Future, panic::Location, sync::Arc, time::Duration};

/// The permits of one name: at most as many as the limit are held at a time, in all processes together.
///
/// The limit is exact, also across kills and restarts, as far as [claims](crate::Claim) are: a permit whose process has
/// died is free after one TTL. Each permit costs one round trip; for a limit per process, use a semaphore instead.
///
/// Get it from [`Cluster::permits`](crate::Cluster::permits). Clones are cheap, and share everything.
///
/// # Examples
///
/// ```
/// use scoped_entry::scoped_entry;
/// use scoped_entry_cluster::{Cluster, PermitError, Permits, memory::Server};
///
/// #[scoped_entry(hold = permits.acquire().await?)]
/// async fn report(permits: &Permits) -> Result<usize, PermitError> {
///     Ok(permits.held().len())
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let server = Server::new();
/// server.skip_recovery();
/// let cluster = Cluster::memory(&server).connect().await?;
/// let permits = cluster.permits("reports", 1);
/// assert_eq!(report(&permits).await?, 1);
///
/// let permit = permits.acquire().await?;
/// assert_eq!(permits.try_acquire().await.unwrap_err(), PermitError::Full { holders: 1 });
/// # drop(permit);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone)]
pub struct Permits {
    shared: Arc<Shared>,
    map: Arc<ClaimMap>,
}

impl Permits {
    pub(crate) fn new(shared: Arc<Shared>, map: Arc<ClaimMap>) -> Self {
        Self { shared, map }
    }

    /// Acquires a permit, unless all are held.
    ///
    /// Nothing is sent before the future is polled first. Dropping the future at any time leaves no permit behind.
    ///
    /// # Errors
    ///
    /// - [`PermitError::Full`] if all permits are held;
    /// - [`PermitError::Unavailable`] if the server has not answered for half a TTL, or refuses the request;
    /// - [`PermitError::Recovering`] if the server has restarted or lost its data less than one TTL ago;
    /// - [`PermitError::LimitMismatch`] and [`PermitError::TtlMismatch`] if permits are held with another limit or TTL;
    /// - [`PermitError::Closed`] after [`Cluster::close`](crate::Cluster::close).
    #[track_caller]
    pub fn try_acquire(&self) -> impl Future<Output = Result<Permit, PermitError>> + Send + use<> {
        self.ask(None, Location::caller(), Call.here())
    }

    /// Acquires a permit, and waits while all are held, or while the server recovers.
    ///
    /// Within a process, calls that wait get permits in the order in which they came, unless they came at the same time;
    /// between processes there is no order.
    ///
    /// # Errors
    ///
    /// As [`try_acquire`](Self::try_acquire), except for `Full` and `Recovering`.
    #[track_caller]
    pub fn acquire(&self) -> impl Future<Output = Result<Permit, PermitError>> + Send + use<> {
        self.ask(Some(Duration::MAX), Location::caller(), Call.here())
    }

    /// Acquires a permit, and waits for at most `timeout`.
    ///
    /// # Errors
    ///
    /// As [`try_acquire`](Self::try_acquire): after the timeout, the reason why there was no permit last.
    #[track_caller]
    pub fn acquire_within(
        &self,
        timeout: Duration,
    ) -> impl Future<Output = Result<Permit, PermitError>> + Send + use<> {
        self.ask(Some(timeout), Location::caller(), Call.here())
    }

    fn ask(
        &self,
        wait: Option<Duration>,
        location: &'static Location<'static>,
        here: Here,
    ) -> impl Future<Output = Result<Permit, PermitError>> + Send + use<> {
        let (shared, map) = (Arc::clone(&self.shared), Arc::clone(&self.map));
        async move {
            // All permits of a name wait in one queue.
            let key = EncodedKey::of("");
            let Asked { request, granted } = Asked::new(&shared, &map, key.clone(), wait, location);
            shared.send(Event::Claim(request))?;
            let grant = granted.await.unwrap_or(Err(Refusal::Closed))?;
            Ok(Permit::new(grant, shared, here.enter(Arc::clone(&map.held), key, ()).named()))
        }
    }

    /// Returns the map of the permits that this process holds, for [metrics and dashboards](scoped_entry::observe). Its
    /// keys are empty.
    #[must_use]
    pub fn held(&self) -> &Arc<InflightMap<EncodedKey>> {
        &self.map.held
    }

    /// Returns the statistics of these permits in this process.
    #[must_use]
    pub fn stats(&self) -> ClaimStats {
        self.map.counters.stats()
    }
}

/// Formats the name and the number of permits that this process holds.
impl fmt::Debug for Permits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = &self.map.held;
        f.debug_struct("Permits").field("name", &held.name()).field("held", &held.len()).finish_non_exhaustive()
    }
}
