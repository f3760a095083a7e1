//! How an entry gets its reply.

use super::{
    map::PendingMap,
    shard::Completed,
    waiter::{FirstPanic, Waiter},
};
use core::{
    borrow::Borrow,
    hash::{BuildHasher, Hash},
};
use std::thread::panicking;

impl<K: Eq + Hash, R, S: BuildHasher> PendingMap<K, R, S> {
    /// Passes a reply to the call that waits for it: removes the entry with this key, and wakes the task or thread that
    /// waits for its guard.
    ///
    /// The key is vacant when this returns, whether or not the reply has been read. May be called from any thread, and
    /// from code that is not async, such as the loop that reads a connection: it never waits for the call that gets the
    /// reply. O(1), amortised; compares keys under the shard's lock. The entry's key is dropped, and the waker is
    /// called, under no lock.
    ///
    /// A reply that was passed on is dropped together with the guard if it is never read.
    ///
    /// # Errors
    ///
    /// Gives the reply back if no entry has this key: the call was cancelled, timed out or closed, it has already had a
    /// reply, or there never was one. [`PendingStats::unclaimed`](crate::PendingStats::unclaimed) counts these replies.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::PendingMap;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let pending = PendingMap::<String, u32>::new();
    /// let reply = pending.try_enter("a").unwrap();
    /// assert_eq!(pending.complete("a", 1), Ok(()));
    /// assert_eq!(pending.complete("a", 2), Err(2));
    /// assert_eq!(reply.await, Ok(1));
    /// # });
    /// ```
    #[doc(alias("answer", "fulfill", "reply", "resolve", "send", "oneshot"))]
    pub fn complete<Q: Eq + Hash + ?Sized>(&self, key: &Q, reply: R) -> Result<(), R>
    where
        K: Borrow<Q>,
    {
        let hash = self.hash_of(key);
        // Declared after `reply`: if `Eq` panics, the lock is released before the reply drops.
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        match locked.contents().complete(hash, key, reply) {
            Ok(Completed { key, cell, waiter }) => {
                let is_awaited = locked.exit(panicking());
                // Before the call is woken, so that it is the only owner of the cell. A guard that has dropped meanwhile
                // has taken the reply, so this drops none.
                drop(cell);
                if is_awaited {
                    self.wake_all(waiter);
                } else if let Some(waiter) = waiter {
                    waiter.wake();
                }
                // Drop before returning: rust-lang/rust#47949.
                drop(key);
                Ok(())
            }
            Err(reply) => {
                drop(locked);
                Err(reply)
            }
        }
    }

    /// Wakes the waiter, and all who wait until the map is empty, even if a waker panics.
    #[cold]
    fn wake_all(&self, waiter: Option<Waiter>) {
        let mut panic = FirstPanic::default();
        if let Some(waiter) = waiter {
            panic.catch(|| waiter.wake());
        }
        panic.catch(|| self.core.wake_drained());
        panic.resume();
    }
}
