//! The connection to the server, made anew when it breaks.

use super::source::{Connection, Servers, Source};
use crate::error::{ConnectError, Reason, Unavailable};
use redis::{AsyncConnectionConfig, ErrorKind, RedisError, ScriptInvocation, ServerErrorKind, Value, aio::PubSub};
use std::time::Duration;
use tokio::{sync::Mutex, time::timeout};

pub(super) struct Connections {
    source: Source,
    timeout: Duration,
    /// Locked while a connection is made, so that requests share it.
    current: Mutex<Current>,
}

#[derive(Default)]
struct Current {
    /// Counts connections, so that a request that fails closes its own connection and none that is newer.
    generation: u64,
    connection: Option<Connection>,
}

impl Connections {
    pub(super) fn new(servers: Servers, timeout: Duration) -> Result<Self, ConnectError> {
        Ok(Self { source: Source::new(servers, timeout)?, timeout, current: Mutex::default() })
    }

    fn silent(&self) -> Unavailable {
        Unavailable::new(Reason::Timeout, format!("no reply within {:?}", self.timeout))
    }

    async fn connection(&self) -> Result<(u64, Connection), Unavailable> {
        let mut current = self.current.lock().await;
        if let Some(connection) = &current.connection {
            return Ok((current.generation, connection.clone()));
        }
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.timeout))
            .set_response_timeout(Some(self.timeout));
        let connecting = self.source.connect(&config);
        let connection = timeout(self.timeout, connecting).await.map_err(|_| self.silent())?.map_err(unavailable)?;
        current.generation += 1;
        current.connection = Some(connection.clone());
        Ok((current.generation, connection))
    }

    /// Runs a script. After an error of the connection, and after a reply that is late, the next request connects anew:
    /// a connection that is dead without a word would stay so.
    pub(super) async fn run(&self, script: &ScriptInvocation<'static>) -> Result<Value, Unavailable> {
        let (generation, mut connection) = self.connection().await?;
        let running = connection.run(script);
        let error = match timeout(self.timeout, running).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => unavailable(error),
            Err(_) => self.silent(),
        };
        if error.is_transient() {
            let mut current = self.current.lock().await;
            if current.generation == generation {
                current.connection = None;
            }
        }
        Err(error)
    }

    /// A connection for messages.
    pub(super) async fn pubsub(&self) -> Result<PubSub, Unavailable> {
        let connecting = self.source.pubsub();
        timeout(self.timeout, connecting).await.map_err(|_| self.silent())?.map_err(unavailable)
    }
}

/// Whether the server might answer otherwise soon, or another server in its place. A replica that was the primary
/// answers `READONLY`; a name that is resolved anew leads to the new primary.
fn is_transient(error: &RedisError) -> bool {
    match error.kind() {
        ErrorKind::Io
        | ErrorKind::ClusterConnectionNotFound
        | ErrorKind::MasterNameNotFoundBySentinel
        | ErrorKind::NoValidReplicasFoundBySentinel
        | ErrorKind::Parse => true,
        ErrorKind::Server(kind) => matches!(
            kind,
            ServerErrorKind::BusyLoading
                // It has lost its scripts since they were loaded.
                | ServerErrorKind::NoScript
                | ServerErrorKind::TryAgain
                | ServerErrorKind::ClusterDown
                | ServerErrorKind::MasterDown
                | ServerErrorKind::ReadOnly
                | ServerErrorKind::Moved
                | ServerErrorKind::Ask
        ),
        _ => false,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` calls it")]
pub(super) fn unavailable(error: RedisError) -> Unavailable {
    let reason = if error.is_timeout() {
        Reason::Timeout
    } else if is_transient(&error) {
        Reason::Connection
    } else {
        Reason::Refused
    };
    Unavailable::new(reason, error.to_string())
}
