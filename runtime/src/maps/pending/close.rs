//! Closing a map: the connection is lost, and no reply will come.

use super::{
    map::PendingMap,
    sync::{Mutex, lock},
    waiter::{FirstPanic, Waiter},
};
use core::fmt;
use std::{thread::panicking, vec::Vec};

impl<K, R, S> PendingMap<K, R, S> {
    /// Ends all entries, because no reply will come: all calls that wait get [`Closed`](crate::Closed), and so do later
    /// calls, until the map is [reopened](Self::reopen).
    ///
    /// Call it when the connection is lost; [`close_on_drop`](Self::close_on_drop) calls it on every path out of the
    /// task that reads the connection.
    ///
    /// - A reply that was passed to [`complete`](Self::complete) before is still delivered.
    /// - While the map is closed, a call that enters gets a guard without an entry, which resolves to `Closed` at once.
    ///   It never finds its key occupied, and is not counted as entered.
    /// - `complete` gives every reply back.
    ///
    /// A second call has no effect. Not atomic: shards are closed one after another, so calls that enter meanwhile may be
    /// closed, too. O(n), of which each shard is locked for O(1); wakes the tasks, and drops the keys, under no lock.
    ///
    /// # Panics
    ///
    /// If a waker or the destructor of a key panics. All calls are closed and woken nevertheless.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{Closed, PendingMap};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let pending = PendingMap::<u64, &str>::new();
    /// let (first, second) = (pending.try_enter(1).unwrap(), pending.try_enter(2).unwrap());
    /// pending.complete(&1, "one").unwrap();
    /// pending.close();
    /// let third = pending.try_enter(3).unwrap();
    /// assert_eq!((first.await, second.await, third.await), (Ok("one"), Err(Closed), Err(Closed)));
    /// assert!(pending.is_empty());
    /// # });
    /// ```
    #[doc(alias("abort", "cancel", "clear", "disconnect", "drain", "shutdown"))]
    pub fn close(&self) {
        let mut removed = Vec::new();
        let mut is_awaited = false;
        {
            // Keeps another `close` or `reopen` from closing or opening a part of the shards. No user code runs under it.
            let mut is_closed = lock(self.is_closed_lock());
            *is_closed = true;
            for shard in self.core.all_shards() {
                let mut locked = self.core.lock_shard(shard);
                let entries = locked.contents().close();
                // A shard counts its entries in a `u32`.
                let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
                if count > 0 {
                    is_awaited |= locked.exit_many(count, panicking());
                    removed.push(entries);
                }
            }
        }
        // Every cell is closed before user code runs, which may panic.
        let mut waiters: Vec<Waiter> = Vec::new();
        let mut keys = Vec::new();
        for (key, cell) in removed.into_iter().flatten() {
            keys.push(key);
            waiters.extend(cell.close());
        }
        let mut panic = FirstPanic::default();
        for waiter in waiters {
            panic.catch(|| waiter.wake());
        }
        if is_awaited {
            panic.catch(|| self.core.wake_drained());
        }
        panic.catch(|| drop(keys));
        panic.resume();
    }

    /// Lets calls enter again after [`close`](Self::close): the connection is re-established. Guards that are closed stay
    /// closed. Without effect if the map is not closed. O(shards).
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{Closed, PendingMap};
    ///
    /// let pending = PendingMap::<u64, &str>::new();
    /// pending.close();
    /// let before = pending.try_enter(1).unwrap();
    /// pending.reopen();
    /// let after = pending.try_enter(1).unwrap();
    /// assert!(pending.complete(&1, "one").is_ok());
    /// assert_eq!((before.wait(), after.wait()), (Err(Closed), Ok("one")));
    /// ```
    #[doc(alias("connect", "reconnect", "reset"))]
    pub fn reopen(&self) {
        let mut is_closed = lock(self.is_closed_lock());
        *is_closed = false;
        for shard in self.core.all_shards() {
            self.core.lock_shard(shard).contents().is_closed = false;
        }
    }

    /// Returns whether the map is closed. Waits for a [`close`](Self::close) or [`reopen`](Self::reopen) that has begun,
    /// until it has locked each shard once.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        *lock(self.is_closed_lock())
    }

    /// Returns a guard that [closes](Self::close) the map when it drops.
    ///
    /// The task that reads a connection should hold it: then the calls that wait are closed however the task ends, by an
    /// error, a panic or its cancellation.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{PendingMap, scoped_entry};
    ///
    /// /// Reads replies until the connection is lost.
    /// #[scoped_entry(hold = pending.close_on_drop())]
    /// async fn read(pending: &PendingMap<u64, String>, mut lines: Vec<(u64, String)>) -> Result<(), String> {
    ///     while let Some((id, reply)) = lines.pop() {
    ///         // A reply to a call that has ended is of no use.
    ///         _ = pending.complete(&id, reply);
    ///     }
    ///     Err(String::from("connection reset"))
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let pending = PendingMap::new();
    /// let (first, second) = (pending.try_enter(1).unwrap(), pending.try_enter(2).unwrap());
    /// assert!(read(&pending, vec![(1, String::from("one"))]).await.is_err());
    /// assert!(first.await.is_ok() && second.await.is_err());
    /// # });
    /// ```
    #[doc(alias("defer", "disconnect"))]
    pub const fn close_on_drop(&self) -> CloseOnDrop<'_, K, R, S> {
        CloseOnDrop { map: self }
    }

    fn is_closed_lock(&self) -> &Mutex<bool> {
        self.is_closed.get_or_init(Mutex::default)
    }
}

/// Closes its [`PendingMap`] when it drops. Returned by [`PendingMap::close_on_drop`].
///
/// Dropping it panics only if a waker or the destructor of a key does.
#[must_use = "dropping it closes the map"]
pub struct CloseOnDrop<'a, K, R, S> {
    map: &'a PendingMap<K, R, S>,
}

impl<K, R, S> Drop for CloseOnDrop<'_, K, R, S> {
    fn drop(&mut self) {
        self.map.close();
    }
}

impl<K, R, S> fmt::Debug for CloseOnDrop<'_, K, R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CloseOnDrop").field("map", &self.map).finish()
    }
}
