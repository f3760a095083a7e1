//! The guard of an entry that waits for a reply, as the future of that reply.

#[cfg(not(target_family = "wasm"))]
use super::replies::{Closed, WaitTimeoutError};
use super::{guard::EntryGuard, map_ref::MapRef, replies::HasReplies};
#[cfg(not(target_family = "wasm"))]
use core::time::Duration;
use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

/// The reply to the call, for the guard of a [`PendingMap`](crate::PendingMap). The guards of other maps are not
/// futures.
///
/// Resolves to the reply that [`complete`](crate::PendingMap::complete) was given, or to [`Closed`] if the map was
/// closed before. The entry has ended by then, and the key is vacant. Dropping the guard earlier, as a timeout does,
/// removes the entry. The guard is `Unpin`, so `&mut guard` can be polled in a `select!` and awaited again later.
///
/// Polling takes no lock of the map, and does not allocate.
///
/// # Panics
///
/// If it is polled after it was ready: "`EntryGuard` polled after its reply was taken".
impl<O: MapRef<Map: HasReplies>> Future for EntryGuard<O> {
    type Output = Result<<O::Map as HasReplies>::Reply, Closed>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        <O::Map as HasReplies>::poll_reply(self.get_mut().ticket_mut(), context)
    }
}

/// Blocking waits for the guard of a [`PendingMap`](crate::PendingMap).
#[cfg(not(target_family = "wasm"))]
impl<O: MapRef<Map: HasReplies>> EntryGuard<O> {
    /// Blocks the thread until there is a reply: `guard.await` for code that is not async.
    ///
    /// Do not call it in async code, where it blocks the executor, nor in the thread that calls
    /// [`complete`](crate::PendingMap::complete), where it waits for itself. Does not allocate.
    ///
    /// # Errors
    ///
    /// Returns [`Closed`] if the map is closed before there is a reply.
    ///
    /// # Panics
    ///
    /// If the reply was taken before, by a poll or by [`wait_timeout`](Self::wait_timeout).
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{Closed, PendingMap};
    /// use std::thread;
    ///
    /// let pending = PendingMap::<u64, String>::new();
    /// let reply = pending.try_enter(7).unwrap();
    /// thread::scope(|scope| {
    ///     scope.spawn(|| pending.complete(&7, String::from("seven")));
    ///     assert_eq!(reply.wait(), Ok(String::from("seven")));
    /// });
    /// let reply = pending.try_enter(8).unwrap();
    /// pending.close();
    /// assert_eq!(reply.wait(), Err(Closed));
    /// ```
    #[doc(alias("recv", "blocking_recv", "join"))]
    pub fn wait(mut self) -> Result<<O::Map as HasReplies>::Reply, Closed> {
        // Without a timeout, it returns when there is a reply.
        <O::Map as HasReplies>::wait_for_reply(self.ticket_mut(), None).unwrap_or(Err(Closed))
    }

    /// Blocks the thread until there is a reply, for at most `timeout`. After a timeout the entry is still in the map:
    /// wait again, or drop the guard to remove it.
    ///
    /// The thread may be blocked for somewhat longer than `timeout`, as in
    /// [`park_timeout`](std::thread::park_timeout).
    ///
    /// # Errors
    ///
    /// Returns [`WaitTimeoutError::Timeout`] if there is no reply within `timeout`, and [`WaitTimeoutError::Closed`] if
    /// the map is closed.
    ///
    /// # Panics
    ///
    /// If the reply was taken before, by a poll or by this method; also if it returned
    /// [`Closed`](WaitTimeoutError::Closed) before.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{PendingMap, WaitTimeoutError};
    /// use std::time::Duration;
    ///
    /// let pending = PendingMap::<u64, String>::new();
    /// let mut reply = pending.try_enter(7).unwrap();
    /// assert_eq!(reply.wait_timeout(Duration::from_millis(1)), Err(WaitTimeoutError::Timeout));
    /// assert!(pending.contains_key(&7));
    /// pending.complete(&7, String::from("late, but not too late")).unwrap();
    /// assert!(reply.wait_timeout(Duration::from_millis(1)).is_ok());
    /// ```
    #[doc(alias("recv_timeout", "deadline"))]
    pub fn wait_timeout(&mut self, timeout: Duration) -> Result<<O::Map as HasReplies>::Reply, WaitTimeoutError> {
        match <O::Map as HasReplies>::wait_for_reply(self.ticket_mut(), Some(timeout)) {
            Some(reply) => reply.map_err(WaitTimeoutError::from),
            None => Err(WaitTimeoutError::Timeout),
        }
    }
}
