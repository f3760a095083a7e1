//! Entries that wait for a reply: the trait of their map, and how a wait fails.

use super::{call_site::CallSite, key_policy, map::EntryMap, occupied::Occupied};
#[cfg(not(target_family = "wasm"))]
use core::time::Duration;
use core::{
    error::Error,
    fmt,
    task::{Context, Poll},
};

/// A map whose entries wait for replies: a [`PendingMap`](crate::PendingMap), or a pointer to one.
///
/// The [guard](crate::EntryGuard) of such an entry is a future of the reply. The trait is sealed.
#[diagnostic::on_unimplemented(
    message = "an entry of `{Self}` does not wait for a reply, so its guard cannot be awaited",
    label = "only the guard of a `PendingMap` is a future",
    note = "to keep the entry until a future ends, write `guard.attach(future).await`",
    note = "to wait for a reply that another task passes to `complete`, use a `PendingMap`"
)]
pub trait HasReplies: EntryMap<KeyPolicy = key_policy::UniqueWithReply> + Sealed {
    /// The type of the replies.
    type Reply;

    /// Inserts an entry, as [`UniqueKeys::try_insert_entry`](crate::UniqueKeys::try_insert_entry).
    #[doc(hidden)]
    fn try_insert_pending<T>(
        &self,
        key: Self::Key,
        value: Self::Value,
        at: CallSite,
        occupied: impl FnOnce(&Self::Value) -> T,
    ) -> Result<Self::Ticket, Occupied<Self::Key, Self::Value, T>>;

    /// Takes the reply, or registers the task to be woken.
    #[doc(hidden)]
    fn poll_reply(ticket: &mut Self::Ticket, context: &mut Context<'_>) -> Poll<Result<Self::Reply, Closed>>;

    /// Blocks the thread until there is a reply. Returns `None` after the timeout, if there is one.
    #[cfg(not(target_family = "wasm"))]
    #[doc(hidden)]
    fn wait_for_reply(ticket: &mut Self::Ticket, timeout: Option<Duration>) -> Option<Result<Self::Reply, Closed>>;
}

/// Users cannot name this trait, so only this crate implements [`HasReplies`].
pub trait Sealed {}

/// The error of a call that gets no reply because the [`PendingMap`](crate::PendingMap) was
/// [closed](crate::PendingMap::close).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed before a reply came")
    }
}

impl Error for Closed {}

/// The error of [`wait_timeout`](crate::EntryGuard::wait_timeout).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WaitTimeoutError {
    /// There was no reply within the timeout. The entry is still in the map, and the guard can wait again.
    Timeout,
    /// The map was [closed](crate::PendingMap::close). The wait is over.
    Closed,
}

impl fmt::Display for WaitTimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout => f.write_str("no reply within the timeout"),
            Self::Closed => Closed.fmt(f),
        }
    }
}

impl Error for WaitTimeoutError {}

impl From<Closed> for WaitTimeoutError {
    fn from(Closed: Closed) -> Self {
        Self::Closed
    }
}
