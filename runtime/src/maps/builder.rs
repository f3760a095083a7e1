//! The builder of a map.

use super::{
    Excess,
    engine::{settings::Settings, thread_slot::THREAD_SLOTS},
};
use core::{fmt, marker::PhantomData, time::Duration};
use std::{borrow::Cow, boxed::Box};

/// Builds a map with a name, a limit, a report when it exceeds the limit, a number of shards, or a hasher.
///
/// `M` is the type of the map: [`InflightMap`](crate::InflightMap), [`UniqueMap`](crate::UniqueMap) or
/// [`FlightMap`](crate::FlightMap). Each has a `builder` method. `S` is the hasher of the keys, which an `InflightMap`
/// does not need.
///
/// The guide page on [limits and reports](crate::guide::limits_and_reports) has more examples.
///
/// # Examples
///
/// ```
/// use scoped_entry::InflightMap;
///
/// let lookups = InflightMap::<u64>::builder()
///     .name("lookups")
///     .limit(1_000)
///     .on_excess(|excess| eprintln!("{excess:?}"))
///     .build();
/// assert_eq!(lookups.stats().limit, Some(1_000));
/// ```
///
/// The callback can use the map, here one in a `static`:
///
/// ```
/// use scoped_entry::InflightMap;
/// use std::sync::LazyLock;
///
/// static LOOKUPS: LazyLock<InflightMap<u64>> = LazyLock::new(|| {
///     InflightMap::builder().limit(1_000).on_excess(|_| eprintln!("too many lookups, oldest: {:?}", LOOKUPS.oldest())).build()
/// });
/// # drop(LOOKUPS.enter(1, ()));
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder<M, S = ()> {
    settings: Settings,
    /// The settings of the calls that wait for a flight.
    #[cfg(feature = "single-flight")]
    waiters: Settings,
    hasher: S,
    map: PhantomData<fn() -> M>,
}

impl<M, S> Builder<M, S> {
    pub(super) const fn new(hasher: S) -> Self {
        Self {
            settings: Settings::DEFAULT,
            #[cfg(feature = "single-flight")]
            waiters: Settings::DEFAULT,
            hasher,
            map: PhantomData,
        }
    }

    pub(super) fn with_hasher<N, H>(self, hasher: H) -> Builder<N, H> {
        Builder {
            settings: self.settings,
            #[cfg(feature = "single-flight")]
            waiters: self.waiters,
            hasher,
            map: PhantomData,
        }
    }

    pub(super) fn into_parts(self) -> (Settings, S) {
        (self.settings, self.hasher)
    }

    /// Changes the type of the map and keeps the settings: for a map that wraps another map of this crate.
    #[cfg(feature = "single-flight")]
    pub(crate) fn of<N>(self) -> Builder<N, S> {
        Builder { settings: self.settings, waiters: self.waiters, hasher: self.hasher, map: PhantomData }
    }

    /// Sets the settings of the calls that wait for a flight.
    #[cfg(feature = "single-flight")]
    pub(crate) fn waiters(mut self, set: impl FnOnce(Builder<()>) -> Builder<()>) -> Self {
        let waiters = Builder { settings: self.waiters, ..Builder::new(()) };
        self.waiters = set(waiters).settings;
        self
    }

    /// Returns the builder of the map of the calls that wait for a flight.
    #[cfg(feature = "single-flight")]
    pub(crate) fn take_waiters(&mut self) -> Builder<()> {
        let settings = core::mem::replace(&mut self.waiters, Settings::DEFAULT);
        let shards = self.settings.shards;
        let builder = Builder { settings, ..Builder::new(()) }.shards_or_default(shards);
        match &self.settings.name {
            Some(name) => builder.name(std::format!("{name} (waiting)")),
            None => builder,
        }
    }

    #[cfg(feature = "single-flight")]
    const fn shards_or_default(mut self, shards: usize) -> Self {
        self.settings.shards = shards;
        self
    }

    /// Sets the name of the map in reports, metrics and the web page. By default, and if `name` is empty, the map has
    /// no name.
    ///
    /// Metrics have the name as their label `map`. The metrics of maps with the same name are added up.
    #[doc(alias = "label")]
    pub fn name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.settings.name = Some(name.into()).filter(|name| !name.is_empty());
        self
    }

    /// Sets the number of entries above which the map reports an excess. There is no limit by default, nor with
    /// `usize::MAX`.
    ///
    /// The limit never rejects a call. To reject calls, or to make them wait, use a semaphore, whose permit the
    /// attribute's `hold` argument keeps.
    ///
    /// The call that takes the map above the limit always detects it, before it continues. This begins an *excess*:
    /// [`Stats::excesses`](crate::Stats::excesses) counts it, and [`on_excess`](Self::on_excess) reports it. The excess
    /// lasts until the map has fewer entries than four fifths of the limit. Calls that enter and exit at the same time
    /// may be counted in either order.
    ///
    /// # Performance
    ///
    /// Well below the limit, it costs nothing. When only a few entries per shard remain up to the limit, more and more
    /// calls lock all shards to count. During an excess every call that enters or exits counts, one call at a time. A
    /// count takes on the order of a hundred nanoseconds with 16 shards, and longer while a user's `Clone` or `Eq` runs
    /// under a shard's lock.
    #[doc(alias = "max")]
    #[doc(alias = "capacity")]
    #[doc(alias = "threshold")]
    #[doc(alias = "alert")]
    pub fn limit(mut self, limit: usize) -> Self {
        self.settings.limit_config.limit = limit;
        self
    }

    /// Sets the callback that reports an excess: it runs when a call takes the map above its [`limit`](Self::limit),
    /// and then while calls enter above the limit, but at most once per [`excess_interval`](Self::excess_interval).
    ///
    /// The callback runs in the call that exceeds the limit, after its entry is inserted and before its body runs. No
    /// lock is held, so the callback may use the map. A call runs it at most once, and it is never called again while
    /// it runs. Calls that enter above the limit meanwhile are counted as [suppressed](Excess::suppressed), and the
    /// next call that enters above the limit after the interval reports them. [`Stats::excesses`](crate::Stats::excesses)
    /// counts every excess, reported or not.
    ///
    /// A slow callback delays the call that runs it. If it does more than write a line, send the report to a thread or
    /// a task of yours, by value: [`Excess::into_owned`] has the recipe.
    ///
    /// A callback that uses a map in an `Arc` needs a `Weak` reference, from `Arc::new_cyclic`; with an `Arc`, the map
    /// would never be dropped.
    ///
    /// If the callback panics, the panic propagates to the caller, and the call's entry is removed.
    #[doc(alias = "alert")]
    #[doc(alias = "warn")]
    #[doc(alias = "callback")]
    pub fn on_excess(mut self, callback: impl Fn(&Excess<'_>) + Send + Sync + 'static) -> Self {
        self.settings.on_excess = Some(Box::new(callback));
        self
    }

    /// Sets the minimum time between two reports, of one excess or of several: 10 seconds by default. It is as exact as
    /// [`Live::age`](crate::Live::age).
    #[doc(alias = "rate limit")]
    #[doc(alias = "throttle")]
    pub fn excess_interval(mut self, interval: Duration) -> Self {
        self.settings.limit_config.interval = interval;
        self
    }

    /// Sets the number of shards, each with its own lock. It is rounded up to a power of two, and is at least 1 and at
    /// most 128.
    ///
    /// The default is four times the number of cores available to the process, but at least 16. More shards mean less
    /// contention between threads. Each shard takes 128 bytes, allocated with the first entry of the map and kept, and each
    /// call of [`len`](crate::InflightMap::len) reads all of them. For a map per tenant or per connection, set 1.
    #[doc(alias = "concurrency")]
    pub fn shards(mut self, shards: usize) -> Self {
        self.settings.shards = shards.clamp(1, THREAD_SLOTS);
        self
    }
}

impl<M, S> fmt::Debug for Builder<M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("settings", &self.settings).finish_non_exhaustive()
    }
}

// The models include this file, and have no features.
#[cfg(all(test, feature = "std"))]
mod tests {
    use crate::{InflightMap, UniqueMap};

    #[test]
    fn an_empty_name_counts_as_no_name() {
        assert_eq!(InflightMap::<u64>::builder().name("uploads").name("").build().name(), None);
        assert_eq!(UniqueMap::<u64>::builder().name(std::string::String::new()).build().name(), None);
        assert_eq!(UniqueMap::<u64>::builder().name("uploads").build().name(), Some("uploads"));
    }
}
