//! The builder of a [`FlightMap`]: which hasher it has, and how it is built. [`Builder`] has the other settings.

use super::{map::FlightMap, stats::Waits};
use crate::maps::{Builder, Excess, InflightMap, UniqueMap};
use core::hash::BuildHasher;
use std::collections::hash_map::RandomState;

impl<K, T> FlightMap<K, T> {
    /// Returns a builder, to set a name, a limit, a report, the number of shards or a hasher.
    #[doc(alias = "config")]
    pub fn builder() -> Builder<Self, RandomState> {
        UniqueMap::<K, ()>::builder().of()
    }
}

impl<K, T, S> Builder<FlightMap<K, T, S>, S> {
    /// Sets the hasher of the keys. The default is std's `RandomState`, whose hashes clients cannot predict.
    #[doc(alias = "BuildHasher")]
    pub fn hasher<H: BuildHasher>(self, hasher: H) -> Builder<FlightMap<K, T, H>, H> {
        self.of::<UniqueMap<K, (), S>>().hasher(hasher).of()
    }

    /// Sets the number of calls that may wait for the results of others before the map reports an excess, as
    /// [`limit`](Self::limit) does for flights. There is no limit by default. It never rejects a call.
    ///
    /// Many waiting calls behind few flights are a leader that is stuck, or an upstream that is slow: `limit` does not
    /// notice them. The interval between two reports is ten seconds.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::FlightMap;
    ///
    /// let lookups = FlightMap::<u64, String>::builder()
    ///     .name("lookups")
    ///     .waiter_limit(10_000)
    ///     .on_waiter_excess(|excess| eprintln!("{} calls wait, the first for {:?}", excess.len, excess.oldest_age))
    ///     .build();
    /// assert_eq!(lookups.stats().waiting.limit, Some(10_000));
    /// ```
    #[doc(alias = "max")]
    #[doc(alias = "followers")]
    pub fn waiter_limit(self, limit: usize) -> Self {
        self.waiters(|waiters| waiters.limit(limit))
    }

    /// Sets the callback that reports that more calls wait than the [`waiter_limit`](Self::waiter_limit), under the same
    /// conditions as [`on_excess`](Self::on_excess). The name in the report is that of the map with ` (waiting)`.
    pub fn on_waiter_excess(self, callback: impl Fn(&Excess<'_>) + Send + Sync + 'static) -> Self {
        self.waiters(|waiters| waiters.on_excess(callback))
    }

    /// Builds the map.
    #[must_use]
    pub fn build(mut self) -> FlightMap<K, T, S> {
        let waits = Waits::new(self.take_waiters().of::<InflightMap<()>>().build());
        FlightMap::with_waits(self.of::<UniqueMap<_, _, S>>().build(), waits)
    }
}
