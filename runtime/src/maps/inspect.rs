//! The queries that all maps share: lengths, listings, statistics, and waiting until a map is empty.
//!
//! They are inherent methods, so that callers need no trait in scope. Queries by key are not here: `InflightMap` scans
//! for a key, `UniqueMap` looks it up.

#[cfg(all(feature = "drained", not(target_family = "wasm")))]
use super::NotDrained;
use super::{EntryInfo, InflightMap, Live, Stats, Stuck, UniqueMap};
use core::time::Duration;
use std::vec::Vec;

/// Implements the queries for a map with a field `core`, whose examples enter it by the method `$enter`.
macro_rules! inspect {
    ($([$($generic:ident),*] $map:ident, entered by $enter:literal $unwrap:literal, $locked:literal, $oldest:literal;)*) => {$(
        impl<$($generic),*> $map<$($generic),*> {
            /// Returns the name that the map was built with, or `None`.
            #[must_use]
            pub fn name(&self) -> Option<&str> {
                self.core.name()
            }

            /// Returns the number of entries.
            ///
            /// Takes no lock: reads one counter per shard, O(shards). The counters are read one after another, while
            /// other calls may enter and exit.
            #[must_use]
            #[inline]
            pub fn len(&self) -> usize {
                self.core.len()
            }

            /// Returns whether the map has no entries. Takes no lock, as [`len`](Self::len).
            #[must_use]
            #[inline]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            #[doc = concat!("Returns the oldest entry. ", $oldest, " Clones at most one entry per 1,024, under the lock.")]
            ///
            /// Entries that different threads inserted within one tick of the clock ([`Live::age`]) count as equally
            /// old.
            #[doc(alias = "longest")]
            #[doc(alias = "age")]
            #[must_use]
            pub fn oldest(&self) -> Option<Live<K, V>>
            where
                K: Clone,
                V: Clone,
            {
                self.core.oldest()
            }

            /// Returns all entries, oldest first.
            ///
            /// Not atomic: shards are read one after another. An entry present throughout is always included; one that
            /// is inserted or removed meanwhile may be. Clones every key and value: O(n), and O(n log n) for sorting,
            #[doc = concat!("which happens under no lock. ", $locked)]
            #[doc(alias = "list")]
            #[doc(alias = "entries")]
            #[doc(alias = "dump")]
            #[must_use]
            pub fn snapshot(&self) -> Vec<Live<K, V>>
            where
                K: Clone,
                V: Clone,
            {
                self.core.snapshot()
            }

            /// Returns the entries that are at least as old as `older_than`, oldest first: for a watchdog that reports
            /// calls that hang.
            ///
            /// On a bad day that may be all of them: prefer [`oldest_stuck`](Self::oldest_stuck), which has a maximum.
            ///
            #[doc = concat!("O(n), and O(m log m) for sorting the m entries that are returned. ", $locked)]
            /// Ages are as exact as [`Live::age`].
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use scoped_entry::", stringify!($map), ";")]
            /// use std::time::Duration;
            ///
            #[doc = concat!("let uploads = ", stringify!($map), "::<String>::new();")]
            #[doc = concat!("let guard = uploads.", $enter, "(\"report.pdf\", ())", $unwrap, ";")]
            /// assert!(uploads.stuck(Duration::from_secs(180)).is_empty());
            /// for call in uploads.stuck(Duration::ZERO) {
            ///     println!("{} has been running for {:?}, entered at {}", call.key, call.age, call.location);
            /// }
            /// # drop(guard);
            /// ```
            #[doc(alias = "watchdog")]
            #[doc(alias = "leak")]
            #[doc(alias = "hang")]
            #[doc(alias = "timeout")]
            #[must_use]
            pub fn stuck(&self, older_than: Duration) -> Vec<Live<K, V>>
            where
                K: Clone,
                V: Clone,
            {
                self.core.stuck(older_than)
            }

            /// Returns the oldest of the entries that are at least as old as `older_than`, oldest first, at most `max`,
            /// and the number of all of them: for a watchdog that reports calls that hang.
            ///
            #[doc = concat!("O(n) time, O(`max`) memory. ", $locked)]
            /// Ages are as exact as [`Live::age`]. Entries that are inserted or removed meanwhile may or may not be counted.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use scoped_entry::", stringify!($map), ";")]
            /// use std::time::Duration;
            ///
            #[doc = concat!("let uploads = ", stringify!($map), "::<u64>::new();")]
            #[doc = concat!("let _guards: Vec<_> = (0..30).map(|id| uploads.", $enter, "(id, ())", $unwrap, ").collect();")]
            /// let stuck = uploads.oldest_stuck(Duration::ZERO, 10);
            /// assert_eq!((stuck.total, stuck.oldest.len()), (30, 10));
            /// assert_eq!(stuck.oldest[0].key, 0);
            /// ```
            #[doc(alias = "watchdog")]
            #[doc(alias = "leak")]
            #[doc(alias = "hang")]
            #[doc(alias = "timeout")]
            #[must_use]
            pub fn oldest_stuck(&self, older_than: Duration, max: usize) -> Stuck<K, V>
            where
                K: Clone,
                V: Clone,
            {
                self.core.oldest_stuck(older_than, max)
            }

            #[doc = concat!("Returns the map's statistics, with the age of the oldest entry. ", $oldest)]
            #[doc(alias = "metrics")]
            #[doc(alias = "gauge")]
            #[doc(alias = "counter")]
            #[must_use]
            pub fn stats(&self) -> Stats {
                self.core.stats()
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

            /// Resolves once the map has been empty at least once after the first poll: for a shutdown that lets calls
            /// in flight finish. Other calls may still enter; stop them first.
            ///
            /// Runs under any executor. For a deadline, use your executor's timeout, and query [`stuck`](Self::stuck)
            /// or [`oldest`](Self::oldest) for the entries that remain. Dropping the future cancels the wait. While a
            /// caller waits, each call that exits locks a mutex of the whole map; otherwise no call does. The guide has
            /// a complete [shutdown](crate::guide::shutdown).
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use scoped_entry::", stringify!($map), ";")]
            /// use std::{sync::Arc, thread, time::Duration};
            ///
            /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
            #[doc = concat!("let jobs = Arc::new(", stringify!($map), "::<u64>::new());")]
            #[doc = concat!("let guard = jobs.", $enter, "_owned(7, ())", $unwrap, ";")]
            /// let deadline = Duration::from_millis(1);
            /// if tokio::time::timeout(deadline, jobs.drained()).await.is_err() {
            ///     let oldest = jobs.oldest().unwrap();
            ///     println!("still running: {}, entered at {}, for {:?}", oldest.key, oldest.location, oldest.age);
            /// }
            /// thread::spawn(move || drop(guard));
            /// jobs.drained().await;
            /// assert!(jobs.is_empty());
            /// # });
            /// ```
            #[doc(alias = "shutdown")]
            #[doc(alias = "graceful")]
            #[doc(alias = "wait")]
            #[doc(alias = "join")]
            #[cfg(feature = "drained")]
            #[cfg_attr(docsrs, doc(cfg(feature = "drained")))]
            pub async fn drained(&self) {
                self.core.drained().await;
            }

            /// Blocks the thread until the map has been empty at least once after the call: [`drained`](Self::drained)
            /// for code that is not async. Do not call it in async code, where it blocks the executor, nor in a thread
            /// that holds a guard of this map, where it waits for itself until the timeout.
            ///
            /// # Errors
            ///
            /// Returns [`NotDrained`], with the oldest entries that remain, if the map was not empty within `timeout`.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use scoped_entry::", stringify!($map), ";")]
            /// use std::{sync::Arc, thread, time::Duration};
            ///
            #[doc = concat!("let jobs = Arc::new(", stringify!($map), "::<u64>::new());")]
            #[doc = concat!("let guard = jobs.", $enter, "_owned(7, ())", $unwrap, ";")]
            /// thread::spawn(move || drop(guard));
            /// if let Err(remaining) = jobs.blocking_drained(Duration::from_secs(30)) {
            ///     eprintln!("shutting down anyway: {remaining}");
            /// }
            /// ```
            #[doc(alias = "shutdown")]
            #[doc(alias = "graceful")]
            #[doc(alias = "wait")]
            #[doc(alias = "join")]
            #[cfg(all(feature = "drained", not(target_family = "wasm")))]
            #[cfg_attr(docsrs, doc(cfg(feature = "drained")))]
            pub fn blocking_drained(&self, timeout: Duration) -> Result<(), NotDrained> {
                self.core.blocking_drained(timeout)
            }
        }
    )*};
}

inspect! {
    [K, V] InflightMap, entered by "enter" "",
        "Reads at most 1,024 entries under a shard's lock, which it then releases for a moment.",
        "O(n / 1,024): each shard keeps the order of its entries by age, in groups of at most 1,024.";
    [K, V, S] UniqueMap, entered by "try_enter" ".unwrap()",
        "Reads 1,024 places of a shard under its lock, which it then releases for a moment. If the shard's table is \
         reallocated meanwhile, it reads the shard again; the fourth time, all of it under the lock.",
        "O(n): scans all entries, 1,024 places of a shard under its lock at a time.";
}
