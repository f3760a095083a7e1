//! What can go wrong, each as a type of its own.

use std::{
    error::Error,
    fmt,
    time::{Duration, SystemTime},
};

/// Why [`connect`](crate::Builder::connect) failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectError {
    /// A setting cannot be used: an address that cannot be parsed, a TTL that is too short, an empty name. The text
    /// names the setting.
    Setting(String),
    /// The server did not answer, or refused the connection or the credentials.
    Unavailable(Unavailable),
    /// The server is of a version that is too old.
    TooOld {
        /// The version of the server.
        version: String,
        /// The oldest version that this crate works with.
        required: &'static str,
    },
    /// The thread of the keeper could not be started.
    Thread(String),
}

/// Why a claim was not granted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClaimError {
    /// Another call holds the key, in this process or in another one.
    Held {
        /// The name of the node that holds the key.
        node: String,
        /// The source location of the call that holds the key: file, line and column.
        location: String,
        /// The time at which the key was claimed, by the server's clock.
        since: SystemTime,
        /// The time after which the key is free if its holder stops renewing it.
        expires_in: Duration,
    },
    /// The server has restarted, has lost its data, or is used for this map for the first time. It might not know all
    /// claims that are held, so it grants none for one TTL.
    Recovering {
        /// The time that is left.
        remaining: Duration,
    },
    /// The server did not answer, or refused the request. It is not known whether another call holds the key.
    Unavailable(Unavailable),
    /// Claims of the same map are held with another TTL. All nodes must use the same.
    TtlMismatch {
        /// The TTL of this process.
        ours: Duration,
        /// The TTL of the claims that are held.
        theirs: Duration,
    },
    /// The [`Cluster`](crate::Cluster) has been closed.
    Closed,
}

/// Why a permit was not granted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PermitError {
    /// All permits are held.
    Full {
        /// How many are held: as many as the limit.
        holders: u32,
    },
    /// The server has restarted, has lost its data, or is used for these permits for the first time. It might not know
    /// all permits that are held, so it grants none for one TTL.
    Recovering {
        /// The time that is left.
        remaining: Duration,
    },
    /// The server did not answer, or refused the request.
    Unavailable(Unavailable),
    /// Permits of the same name are held with another TTL. All nodes must use the same.
    TtlMismatch {
        /// The TTL of this process.
        ours: Duration,
        /// The TTL of the permits that are held.
        theirs: Duration,
    },
    /// Permits of the same name are held with another limit. All nodes must use the same.
    LimitMismatch {
        /// The limit of the permits that are held.
        theirs: u32,
    },
    /// The [`Cluster`](crate::Cluster) has been closed.
    Closed,
}

/// A server that did not answer, or that refused a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unavailable {
    /// Whether the server answered, and if not, what happened.
    pub reason: Reason,
    /// The message of the server or of the client.
    pub message: String,
}

/// The kinds of [`Unavailable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The server could not be reached, or the connection broke.
    Connection,
    /// The server did not answer in time.
    Timeout,
    /// The server answered with an error: it is out of memory, refuses writes, or lacks a permission.
    Refused,
}

/// The claim is no longer held: it was not renewed in time, or the server no longer has its key.
///
/// Another node may have claimed the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lost;

/// [`close`](crate::Cluster::close) did not finish in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotClosed {
    /// The number of claims and permits that are still held.
    pub held: usize,
    /// The number of releases that the server has not confirmed. Their keys expire after one TTL.
    pub unconfirmed: usize,
}

impl Unavailable {
    pub(crate) fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into() }
    }

    /// Whether asking again can help.
    pub(crate) fn is_transient(&self) -> bool {
        self.reason != Reason::Refused
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            Reason::Connection => "the server cannot be reached",
            Reason::Timeout => "the server did not answer in time",
            Reason::Refused => "the server refused the request",
        };
        write!(f, "{reason}: {}", self.message)
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting(message) => f.write_str(message),
            Self::Unavailable(unavailable) => unavailable.fmt(f),
            Self::TooOld { version, required } => {
                write!(f, "the server has version {version}, and {required} is the oldest that works")
            }
            Self::Thread(message) => write!(f, "the keeper's thread could not be started: {message}"),
        }
    }
}

impl fmt::Display for ClaimError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held { node, location, expires_in, .. } => {
                write!(f, "the key is held by node `{node}` at {location}, for {expires_in:?} at most unless renewed")
            }
            Self::Recovering { remaining } => {
                write!(f, "the server has restarted or is new, and grants no claims for another {remaining:?}")
            }
            Self::Unavailable(unavailable) => unavailable.fmt(f),
            Self::TtlMismatch { ours, theirs } => {
                write!(f, "claims of this map are held with a TTL of {theirs:?}, and this process has {ours:?}")
            }
            Self::Closed => f.write_str("the cluster has been closed"),
        }
    }
}

impl fmt::Display for PermitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full { holders } => write!(f, "all {holders} permits are held"),
            Self::Recovering { remaining } => {
                write!(f, "the server has restarted or is new, and grants no permits for another {remaining:?}")
            }
            Self::Unavailable(unavailable) => unavailable.fmt(f),
            Self::TtlMismatch { ours, theirs } => {
                write!(f, "permits of this name are held with a TTL of {theirs:?}, and this process has {ours:?}")
            }
            Self::LimitMismatch { theirs } => write!(f, "permits of this name are held with a limit of {theirs}"),
            Self::Closed => f.write_str("the cluster has been closed"),
        }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the claim is no longer held")
    }
}

impl fmt::Display for NotClosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} claims are still held, and {} releases are unconfirmed", self.held, self.unconfirmed)
    }
}

impl Error for ConnectError {}
impl Error for ClaimError {}
impl Error for PermitError {}
impl Error for Unavailable {}
impl Error for Lost {}
impl Error for NotClosed {}
