//! Redis and Valkey.

mod connection;
mod fleet;
mod listen;
mod permits;
mod scripts;
mod source;

pub(crate) use source::Servers;

use super::{Answers, Engine, Listen, OnRelease, Owned, Pending, Scope, Wanted};
use crate::error::{ConnectError, Unavailable};
use connection::Connections;
use redis::{ScriptInvocation, Value};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio::sync::mpsc::UnboundedReceiver;

/// The oldest version: from 6.0 on, expiry and scripts behave alike on primaries and replicas.
const REQUIRED: &str = "6.0";

pub(crate) struct Redis {
    connections: Arc<Connections>,
    /// Begins the keys of the fleet view.
    prefix: String,
    ttl: Duration,
}

impl Redis {
    /// Nothing is sent before the first request. `timeout` is for one request, and for making a connection.
    pub(crate) fn new(
        servers: Servers,
        prefix: String,
        ttl: Duration,
        timeout: Duration,
    ) -> Result<Self, ConnectError> {
        Ok(Self { connections: Arc::new(Connections::new(servers, timeout)?), prefix, ttl })
    }

    fn run<T>(
        &self,
        script: ScriptInvocation<'static>,
        read: impl FnOnce(&Value) -> Result<T, Unavailable> + Send + 'static,
    ) -> Pending<T> {
        let connections = Arc::clone(&self.connections);
        Box::pin(async move { read(&connections.run(&script).await?) })
    }
}

/// The server's version. Valkey tells the version of Redis that it is compatible with.
fn version(info: &str) -> Option<&str> {
    info.lines().find_map(|line| line.strip_prefix("redis_version:")).map(str::trim)
}

fn check_version(info: &str) -> Result<(), ConnectError> {
    let version = version(info).unwrap_or("unknown");
    let major = version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major >= 6) {
        Ok(())
    } else {
        Err(ConnectError::TooOld { version: version.to_owned(), required: REQUIRED })
    }
}

impl Engine for Redis {
    fn check(&self) -> Pending<(), ConnectError> {
        let connections = Arc::clone(&self.connections);
        Box::pin(async move {
            let reply = connections.run(&scripts::check()).await.map_err(ConnectError::Unavailable)?;
            let info = match &reply {
                Value::BulkString(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                Value::VerbatimString { text, .. } => text.clone(),
                other => format!("{other:?}"),
            };
            check_version(&info)
        })
    }

    fn claim(&self, scope: &Arc<Scope>, wanted: Vec<Wanted>) -> Pending<Answers> {
        let count = wanted.len();
        match scope.limit {
            None => self.run(scripts::claim(scope, &wanted), move |reply| scripts::answers(reply, count)),
            Some(limit) => {
                self.run(permits::acquire(scope, limit, &wanted), move |reply| permits::answers(reply, count))
            }
        }
    }

    fn renew(&self, scope: &Arc<Scope>, owned: Vec<Owned>) -> Pending<Vec<bool>> {
        let count = owned.len();
        let script = match scope.limit {
            None => scripts::renew(scope, &owned),
            Some(limit) => permits::renew(scope, limit, &owned),
        };
        self.run(script, move |reply| scripts::flags(reply, count))
    }

    fn release(&self, scope: &Arc<Scope>, owned: Vec<Owned>) -> Pending<Vec<bool>> {
        let count = owned.len();
        let script = match scope.limit {
            None => scripts::release(scope, &owned),
            Some(_) => permits::release(scope, &owned),
        };
        self.run(script, move |reply| scripts::flags(reply, count))
    }

    fn publish(&self, id: u64, record: Vec<u8>) -> Pending<()> {
        self.run(fleet::publish(&self.prefix, self.ttl, id, record), |_| Ok(()))
    }

    fn fleet(&self) -> Pending<Vec<(Duration, Vec<u8>)>> {
        self.run(fleet::read(&self.prefix, self.ttl), fleet::records)
    }

    fn listen(
        &self,
        commands: UnboundedReceiver<Listen>,
        on_release: OnRelease,
    ) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(listen::listen(Arc::clone(&self.connections), commands, on_release))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        assert!(check_version("# Server\r\nredis_version:7.0.15\r\nrun_id:ab\r\n").is_ok());
        assert!(check_version("redis_version:6.0.0").is_ok());
        let old = check_version("redis_version:5.0.14\r\n").unwrap_err();
        assert_eq!(old.to_string(), "the server has version 5.0.14, and 6.0 is the oldest that works");
        assert!(check_version("").is_err());
    }
}
