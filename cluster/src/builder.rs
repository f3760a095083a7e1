//! How a cluster is connected.

#[cfg(feature = "redis")]
use crate::engine::redis::Servers;
#[cfg(feature = "redis")]
use crate::handle::fleet_prefix;
use crate::{
    cluster::Cluster,
    engine::{Engine, memory::Memory},
    error::{ConnectError, Reason, Unavailable},
    handle::Shared,
    keeper,
    memory::Server,
};
use std::{fmt, sync::Arc, time::Duration};

/// The shortest TTL: a third of it is the time between renewals, and a sixth the time for a request.
const SHORTEST_TTL: Duration = Duration::from_millis(300);
const LONGEST_TTL: Duration = Duration::from_secs(24 * 60 * 60);

/// Settings of a [`Cluster`]: namespace, node and TTL.
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), scoped_entry_cluster::ConnectError> {
/// use scoped_entry_cluster::Cluster;
/// use std::time::Duration;
///
/// let cluster = Cluster::redis("redis://127.0.0.1:6379")
///     .namespace("shop")
///     .node("pod-7")
///     .ttl(Duration::from_secs(10))
///     .connect()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is connected until `connect` is called"]
pub struct Builder {
    server: Address,
    namespace: String,
    node: Option<String>,
    ttl: Duration,
}

pub(crate) enum Address {
    #[cfg(feature = "redis")]
    Redis(Servers),
    Memory(Server),
}

impl Builder {
    pub(crate) fn new(server: Address) -> Self {
        Self { server, namespace: "scoped-entry".to_owned(), node: None, ttl: Duration::from_secs(10) }
    }

    /// Sets the namespace, which separates the maps of services that use one server. `scoped-entry` by default.
    ///
    /// All nodes of a service need the same. Any characters are allowed.
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = namespace.into();
        self
    }

    /// Sets the name of this node, which [`ClaimError::Held`](crate::ClaimError::Held) reports to other nodes: of a pod
    /// or a machine. By default it is the variable `HOSTNAME`, and the process id.
    ///
    /// It need not be unique: claims are told apart by tokens, never by nodes.
    #[doc(alias("hostname", "instance", "replica"))]
    pub fn node(mut self, node: impl Into<String>) -> Self {
        self.node = Some(node.into());
        self
    }

    /// Sets the TTL: the time after which the key of a dead node is free. 10 seconds by default.
    ///
    /// A claim is renewed every third of it, so claims may last as long as they like. A claim is lost if the server
    /// cannot be reached for one TTL. All nodes must use the same TTL for a map: a process with another one gets
    /// [`ClaimError::TtlMismatch`](crate::ClaimError::TtlMismatch) while claims are held. Rounded down to milliseconds.
    #[doc(alias("expiry", "lease", "timeout"))]
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = ttl;
        self
    }

    /// Starts the thread that makes all requests, connects to the server, and checks that it works.
    ///
    /// Works on every executor. Give up by dropping the future.
    ///
    /// # Errors
    ///
    /// - [`ConnectError::Setting`] if the URL, the namespace, the node or the TTL cannot be used;
    /// - [`ConnectError::Unavailable`] if the server does not answer within a sixth of the TTL, or refuses the
    ///   credentials or the commands that this crate needs;
    /// - [`ConnectError::TooOld`] if the server is older than Redis 6.0;
    /// - [`ConnectError::Thread`] if the thread cannot be started.
    pub async fn connect(self) -> Result<Cluster, ConnectError> {
        let Self { server, namespace, node, ttl } = self;
        let setting = |message: &str| Err(ConnectError::Setting(message.to_owned()));
        let ttl = Duration::from_millis(u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX));
        if ttl < SHORTEST_TTL || ttl > LONGEST_TTL {
            return setting(&format!("the TTL must be between {SHORTEST_TTL:?} and one day, and is {ttl:?}"));
        }
        if namespace.is_empty() {
            return setting("the namespace is empty");
        }
        let node = node.unwrap_or_else(default_node);
        if node.is_empty() {
            return setting("the name of the node is empty");
        }
        let (timeout, node) = (ttl / 6, Arc::<str>::from(node));
        let engine: Arc<dyn Engine> = match server {
            #[cfg(feature = "redis")]
            Address::Redis(servers) => {
                let prefix = fleet_prefix(&namespace);
                Arc::new(crate::engine::redis::Redis::new(servers, prefix, ttl, timeout)?)
            }
            Address::Memory(server) => Arc::new(Memory { server, timeout, namespace: namespace.clone(), ttl }),
        };
        let keeper::Started { events, ended, checked } = keeper::start(engine, ttl, Arc::clone(&node))?;
        let gone = || ConnectError::Unavailable(Unavailable::new(Reason::Connection, "the keeper's thread has ended"));
        checked.await.unwrap_or_else(|_| Err(gone()))?;
        Ok(Cluster::new(Arc::new(Shared::new(events, ended, ttl, namespace, node))))
    }
}

impl Cluster {
    /// Begins to connect to a Redis or Valkey server, of version 6.0 or newer.
    ///
    /// The URL is `redis://[user][:password@]host[:port][/database]`, or `rediss://…` for TLS, which needs the feature
    /// `tls`. Nothing is connected until [`connect`](Builder::connect).
    #[cfg(feature = "redis")]
    #[doc(alias("valkey", "url"))]
    pub fn redis(url: impl Into<String>) -> Builder {
        Builder::new(Address::Redis(Servers::One(url.into())))
    }

    /// Begins to connect to a Redis Cluster, by the URLs of some of its nodes.
    ///
    /// All keys of a name are in one slot, so on one node. Messages of releases reach all nodes.
    #[cfg(feature = "redis-cluster")]
    pub fn redis_cluster(urls: impl IntoIterator<Item = impl Into<String>>) -> Builder {
        Builder::new(Address::Redis(Servers::Cluster(urls.into_iter().map(Into::into).collect())))
    }

    /// Begins to connect to the primary that Sentinels name `primary`. After a failover, connects to the new one.
    ///
    /// `urls` are those of the Sentinels. User, password and database of the first are those of the servers, too.
    ///
    /// After a failover, no claim is granted for one TTL, since the new primary may lack the newest claims.
    #[cfg(feature = "sentinel")]
    pub fn sentinel(primary: impl Into<String>, urls: impl IntoIterator<Item = impl Into<String>>) -> Builder {
        let sentinels = urls.into_iter().map(Into::into).collect();
        Builder::new(Address::Redis(Servers::Sentinel { primary: primary.into(), sentinels }))
    }

    /// Begins to connect to a server in memory, for the tests of your own service.
    #[doc(alias("test", "mock", "fake"))]
    pub fn memory(server: &Server) -> Builder {
        Builder::new(Address::Memory(server.clone()))
    }
}

fn default_node() -> String {
    let host = std::env::var("HOSTNAME").unwrap_or_default();
    let process = std::process::id();
    if host.is_empty() { format!("process {process}") } else { format!("{host} process {process}") }
}

/// Formats the settings, never the URL, which may contain a password.
impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { namespace, node, ttl, .. } = self;
        f.debug_struct("Builder")
            .field("namespace", namespace)
            .field("node", node)
            .field("ttl", ttl)
            .finish_non_exhaustive()
    }
}
