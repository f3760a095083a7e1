//! Where connections come from: one server, a Redis Cluster, or the primary that Sentinels name.

use crate::error::ConnectError;
use redis::{
    AsyncConnectionConfig, Client, RedisError, RedisResult, ScriptInvocation, Value,
    aio::{MultiplexedConnection, PubSub},
};
#[cfg(feature = "sentinel")]
use redis::{
    IntoConnectionInfo,
    sentinel::{SentinelClient, SentinelNodeConnectionInfo, SentinelServerType},
};
#[cfg(feature = "redis-cluster")]
use redis::{
    cluster::{ClusterClient, ClusterClientBuilder},
    cluster_async::ClusterConnection,
};
use std::time::Duration;

/// Which servers, by URL.
pub(crate) enum Servers {
    One(String),
    #[cfg(feature = "redis-cluster")]
    Cluster(Vec<String>),
    #[cfg(feature = "sentinel")]
    Sentinel {
        primary: String,
        sentinels: Vec<String>,
    },
}

pub(super) enum Source {
    One(Box<Client>),
    /// Messages reach every node of the cluster, so any will do to listen.
    #[cfg(feature = "redis-cluster")]
    Cluster(Box<ClusterClient>, Vec<Client>),
    /// In a lock, since asking the Sentinels keeps what they said.
    #[cfg(feature = "sentinel")]
    Sentinel(Box<tokio::sync::Mutex<SentinelClient>>),
}

#[derive(Clone)]
pub(super) enum Connection {
    One(MultiplexedConnection),
    #[cfg(feature = "redis-cluster")]
    Cluster(ClusterConnection),
}

/// The client's message does not repeat the URL, which may contain a password.
#[expect(clippy::needless_pass_by_value, reason = "as `map_err` calls it")]
fn setting(error: RedisError) -> ConnectError {
    ConnectError::Setting(format!("the server's URL: {error}"))
}

#[cfg(any(feature = "redis-cluster", feature = "sentinel"))]
fn not_empty(urls: &[String]) -> Result<(), ConnectError> {
    if urls.is_empty() { Err(ConnectError::Setting("there is no URL of a server".to_owned())) } else { Ok(()) }
}

impl Source {
    pub(super) fn new(servers: Servers, timeout: Duration) -> Result<Self, ConnectError> {
        // Of a single connection, the timeout is part of how it is made.
        let _ = timeout;
        match servers {
            Servers::One(url) => Client::open(url).map(|client| Self::One(Box::new(client))).map_err(setting),
            #[cfg(feature = "redis-cluster")]
            Servers::Cluster(urls) => {
                not_empty(&urls)?;
                let clients = urls.iter().map(|url| Client::open(url.as_str())).collect::<RedisResult<_>>();
                let builder = ClusterClientBuilder::new(urls).connection_timeout(timeout).response_timeout(timeout);
                // The keeper repeats what fails; here only redirections are followed.
                let client = builder.retries(2).build().map_err(setting)?;
                Ok(Self::Cluster(Box::new(client), clients.map_err(setting)?))
            }
            #[cfg(feature = "sentinel")]
            Servers::Sentinel { primary, sentinels } => {
                not_empty(&sentinels)?;
                let first = sentinels[0].as_str().into_connection_info().map_err(setting)?;
                let settings = first.redis_settings().clone();
                let of_servers = SentinelNodeConnectionInfo::default().set_redis_connection_info(settings);
                let client = SentinelClient::build(sentinels, primary, Some(of_servers), SentinelServerType::Master);
                Ok(Self::Sentinel(Box::new(tokio::sync::Mutex::new(client.map_err(setting)?))))
            }
        }
    }

    pub(super) async fn connect(&self, config: &AsyncConnectionConfig) -> RedisResult<Connection> {
        match self {
            Self::One(client) => client.get_multiplexed_async_connection_with_config(config).await.map(Connection::One),
            #[cfg(feature = "redis-cluster")]
            Self::Cluster(client, _) => client.get_async_connection().await.map(Connection::Cluster),
            #[cfg(feature = "sentinel")]
            Self::Sentinel(client) => {
                client.lock().await.get_async_connection_with_config(config).await.map(Connection::One)
            }
        }
    }

    pub(super) async fn pubsub(&self) -> RedisResult<PubSub> {
        match self {
            Self::One(client) => client.get_async_pubsub().await,
            #[cfg(feature = "redis-cluster")]
            Self::Cluster(_, clients) => {
                let mut result = clients[0].get_async_pubsub().await;
                for client in &clients[1..] {
                    if result.is_ok() {
                        break;
                    }
                    result = client.get_async_pubsub().await;
                }
                result
            }
            #[cfg(feature = "sentinel")]
            Self::Sentinel(client) => {
                let client = client.lock().await.async_get_client().await?;
                client.get_async_pubsub().await
            }
        }
    }
}

impl Connection {
    pub(super) async fn run(&mut self, script: &ScriptInvocation<'static>) -> RedisResult<Value> {
        match self {
            Self::One(connection) => script.invoke_async(connection).await,
            #[cfg(feature = "redis-cluster")]
            Self::Cluster(connection) => script.invoke_async(connection).await,
        }
    }
}
