//! The queries of a [`PendingMap`]. Their entries have no value, since a reply is not shown.

#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use super::super::NotDrained;
use super::{
    super::{EntryInfo, Live, Stuck},
    map::PendingMap,
    stats::{Counts, PendingStats},
};
use core::time::Duration;
use std::vec::Vec;

impl<K, R, S> PendingMap<K, R, S> {
    /// Returns the name that the map was built with, or `None`.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.core.name()
    }

    /// Returns the number of calls that wait for a reply. O(shards). Takes no lock, as
    /// [`UniqueMap::len`](crate::UniqueMap::len).
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.core.len()
    }

    /// Returns whether no call waits for a reply. O(shards). Takes no lock, as [`len`](Self::len).
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the map's statistics. O(n): scans the entries for the oldest, shard by shard, each under its lock.
    #[doc(alias = "metrics")]
    #[must_use]
    pub fn stats(&self) -> PendingStats {
        PendingStats::new(self.counts(), self.core.stats())
    }

    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for shard in self.core.made_shards() {
            counts += self.core.lock_shard(shard).contents().counts;
        }
        counts
    }

    /// Returns the call that has waited longest, as [`UniqueMap::oldest`](crate::UniqueMap::oldest). O(n): scans the
    /// entries shard by shard, each under its lock, and clones at most one key per shard.
    #[must_use]
    pub fn oldest(&self) -> Option<Live<K, ()>>
    where
        K: Clone,
    {
        self.core.oldest()
    }

    /// Returns all calls that wait, oldest first, as [`UniqueMap::snapshot`](crate::UniqueMap::snapshot). O(n log n).
    /// Clones every key under a shard's lock.
    #[doc(alias("list", "entries", "dump"))]
    #[must_use]
    pub fn snapshot(&self) -> Vec<Live<K, ()>>
    where
        K: Clone,
    {
        self.core.snapshot()
    }

    /// Returns the calls that have waited for at least `older_than`, oldest first, as
    /// [`UniqueMap::stuck`](crate::UniqueMap::stuck). O(n), and O(m log m) for sorting the m calls that are returned.
    #[doc(alias("watchdog", "hang", "timeout", "leak"))]
    #[must_use]
    pub fn stuck(&self, older_than: Duration) -> Vec<Live<K, ()>>
    where
        K: Clone,
    {
        self.core.stuck(older_than)
    }

    /// Returns the calls that have waited longest, of those that have waited for at least `older_than`, at most `max`, and the
    /// number of all of them, as [`UniqueMap::oldest_stuck`](crate::UniqueMap::oldest_stuck). O(n) time, O(`max`) memory.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::PendingMap;
    /// use std::time::Duration;
    ///
    /// let pending = PendingMap::<u64, String>::new();
    /// let _replies: Vec<_> = (0..30).map(|id| pending.try_enter(id).unwrap()).collect();
    /// let stuck = pending.oldest_stuck(Duration::ZERO, 10);
    /// assert_eq!((stuck.total, stuck.oldest.len(), stuck.oldest[0].key), (30, 10, 0));
    /// ```
    #[doc(alias("watchdog", "hang", "timeout", "leak"))]
    #[must_use]
    pub fn oldest_stuck(&self, older_than: Duration, max: usize) -> Stuck<K, ()>
    where
        K: Clone,
    {
        self.core.oldest_stuck(older_than, max)
    }

    pub(crate) fn oldest_entries(&self, max: usize) -> Vec<EntryInfo> {
        self.core.oldest_entries(max)
    }

    pub(crate) fn oldest_entries_with_keys(&self, max: usize) -> Vec<(K, EntryInfo)>
    where
        K: Clone,
    {
        self.core.oldest_entries_with_keys(max)
    }

    /// Resolves once no call has waited at least once after the first poll, as
    /// [`UniqueMap::drained`](crate::UniqueMap::drained).
    ///
    /// It does not wait until replies are read: an entry ends when it is completed. To wait until every call has
    /// returned, enter the calls in an [`InflightMap`](crate::InflightMap) too.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::PendingMap;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let pending = PendingMap::<u64, String>::new();
    /// let reply = pending.try_enter(7).unwrap();
    /// pending.complete(&7, String::from("seven")).unwrap();
    /// pending.drained().await;
    /// assert!(reply.await.is_ok());
    /// # });
    /// ```
    #[doc(alias("shutdown", "graceful"))]
    #[cfg(feature = "drained")]
    #[cfg_attr(docsrs, doc(cfg(feature = "drained")))]
    pub async fn drained(&self) {
        self.core.drained().await;
    }

    /// Blocks the thread until no call has waited at least once after the call: [`drained`](Self::drained) for code that
    /// is not async. Do not call it in async code, where it blocks the executor.
    ///
    /// # Errors
    ///
    /// Returns [`NotDrained`], with the oldest entries that remain, if the map did not become empty within `timeout`.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::PendingMap;
    /// use std::time::Duration;
    ///
    /// let pending = PendingMap::<u64, String>::new();
    /// let reply = pending.try_enter(7).unwrap();
    /// assert!(pending.blocking_drained(Duration::ZERO).is_err());
    /// drop(reply);
    /// assert!(pending.blocking_drained(Duration::from_secs(30)).is_ok());
    /// ```
    #[cfg(all(feature = "drained", not(target_family = "wasm")))]
    #[cfg_attr(docsrs, doc(cfg(feature = "drained")))]
    pub fn blocking_drained(&self, timeout: Duration) -> Result<(), NotDrained> {
        self.core.blocking_drained(timeout)
    }
}
