//! What the keeper asks of a server, whatever the server is.
//!
//! Each request is idempotent: after a lost reply, the keeper asks again with the same token.

pub(crate) mod memory;
#[cfg(feature = "redis")]
pub(crate) mod redis;

use crate::{
    error::{ConnectError, Unavailable},
    key::EncodedKey,
    token::Token,
};
use std::{future::Future, panic::Location, pin::Pin, sync::Arc, time::Duration};
use tokio::sync::mpsc::UnboundedReceiver;

/// The reply to a request.
pub(crate) type Pending<T, E = Unavailable> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

/// A map, as a server knows it.
#[derive(Debug)]
pub(crate) struct Scope {
    /// Begins the name of each of the map's keys on the server.
    pub(crate) prefix: String,
    pub(crate) ttl: Duration,
    pub(crate) node: Arc<str>,
    /// Of permits, how many may be held. `None` for claims.
    pub(crate) limit: Option<u32>,
}

/// A key that is to be claimed.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) key: EncodedKey,
    pub(crate) token: Token,
    pub(crate) location: &'static Location<'static>,
}

/// A key that a token may own.
pub(crate) type Owned = (EncodedKey, Token);

#[derive(Debug)]
pub(crate) enum Answer {
    /// The token owns the key, from now on or since the request was sent before.
    Granted { fence: u64 },
    /// Another token owns the key.
    Held(Holder),
    /// All permits are held.
    Full { holders: u32 },
}

#[derive(Clone, Debug)]
pub(crate) struct Holder {
    /// `None` if the key has a value that this crate has not written.
    pub(crate) token: Option<Token>,
    pub(crate) node: String,
    pub(crate) location: String,
    /// By the server's clock, since the Unix epoch.
    pub(crate) since: Duration,
    pub(crate) expires_in: Duration,
}

#[derive(Debug)]
pub(crate) enum Answers {
    /// One for each key.
    Each(Vec<Answer>),
    /// None is granted for this time, since the server may have forgotten claims.
    Recovering(Duration),
    /// Claims with another TTL are held.
    OtherTtl(Duration),
    /// Permits with another limit are held.
    OtherLimit(u32),
}

/// Which releases the keeper wants to hear of.
#[derive(Debug)]
pub(crate) enum Listen {
    Begin(Vec<u8>),
    End(Vec<u8>),
}

/// Called with the channel of a key that has been released.
pub(crate) type OnRelease = Box<dyn Fn(&[u8]) + Send + Sync>;

/// A server.
pub(crate) trait Engine: Send + Sync {
    /// Connects, and checks that the server is one that works.
    fn check(&self) -> Pending<(), ConnectError>;

    /// Claims keys.
    fn claim(&self, scope: &Arc<Scope>, wanted: Vec<Wanted>) -> Pending<Answers>;

    /// Extends claims. The reply says for each whether the token still owns the key; a key is never created.
    fn renew(&self, scope: &Arc<Scope>, owned: Vec<Owned>) -> Pending<Vec<bool>>;

    /// Deletes each key that its token owns, and says for each whether it did.
    fn release(&self, scope: &Arc<Scope>, owned: Vec<Owned>) -> Pending<Vec<bool>>;

    /// Publishes a record of this node, until one TTL has passed.
    fn publish(&self, id: u64, record: Vec<u8>) -> Pending<()>;

    /// Reads the records of all nodes, each with its age.
    fn fleet(&self) -> Pending<Vec<(Duration, Vec<u8>)>>;

    /// Calls `on_release` for releases on the channels that it is told of, until there are no more commands. Releases
    /// may be missed, and reported twice.
    fn listen(
        &self,
        commands: UnboundedReceiver<Listen>,
        on_release: OnRelease,
    ) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

impl Scope {
    /// The channel on which the release of a key is published.
    pub(crate) fn channel(&self, key: &EncodedKey) -> Vec<u8> {
        self.name(":r:", key.as_bytes())
    }

    /// The name of a key on the server.
    pub(crate) fn name(&self, kind: &str, key: &[u8]) -> Vec<u8> {
        [self.prefix.as_bytes(), kind.as_bytes(), key].concat()
    }
}
