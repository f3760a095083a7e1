//! The builder: what a map can be told when it is made.

use super::{Excess, InflightMap, UniqueMap, settings::Settings, thread::LANES};
use core::{fmt, hash::BuildHasher, marker::PhantomData, time::Duration};
use std::{borrow::Cow, boxed::Box, collections::hash_map::RandomState};

/// Makes an [`InflightMap`] or a [`UniqueMap`], `M`. `S` hashes the keys of a `UniqueMap`.
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
/// A callback that uses the map itself, which is in a `static` here:
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
#[must_use = "a builder makes nothing until `build` is called"]
pub struct Builder<M, S = ()> {
    settings: Settings,
    hasher: S,
    map: PhantomData<fn() -> M>,
}

impl<M, S> Builder<M, S> {
    pub(super) const fn new(hasher: S) -> Self {
        Self { settings: Settings::DEFAULT, hasher, map: PhantomData }
    }

    /// The same settings for another kind of map, one that is made of a map of ours.
    #[cfg(feature = "single-flight")]
    pub(crate) fn of<N>(self) -> Builder<N, S> {
        Builder { settings: self.settings, hasher: self.hasher, map: PhantomData }
    }

    /// What the map is called in reports and metrics. None by default.
    pub fn name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.settings.name = Some(name.into());
        self
    }

    /// The most entries that are as they should be. None by default, which `usize::MAX` means, too.
    ///
    /// It refuses no call. A call that takes the map above the limit always notices, before it goes on: that begins an
    /// excess, which [`Stats::excesses`](super::Stats::excesses) counts and [`on_excess`](Self::on_excess) is told. Calls
    /// that enter and leave at the same time are counted in one order or the other. The excess lasts until the map has
    /// fewer than four fifths of the limit.
    ///
    /// Well below the limit it costs nothing. Where less than some entries a shard are left to it, more and more calls
    /// lock all shards and count; in an excess each call counts, one at a time. With 16 shards that is some hundred
    /// nanoseconds, and as long as somebody's `Clone` or `Eq` takes that runs in a shard meanwhile.
    pub fn limit(mut self, limit: usize) -> Self {
        self.settings.terms.limit = limit;
        self
    }

    /// Is called when the map goes above its [`limit`](Self::limit): once on the way up, and after that at most once
    /// every [`excess_interval`](Self::excess_interval) while calls enter above the limit.
    ///
    /// It runs in the call whose entry is above the limit, after the entry is made and before the call goes on. No lock
    /// is held: it may use the map. While it runs it is not called again; an excess that begins meanwhile is reported
    /// when it returns, unless it is over by then: [`Stats::excesses`](super::Stats::excesses) has counted it.
    ///
    /// A panic in it leaves the call that it runs in, whose entry is removed; no entry is lost.
    ///
    /// A callback that uses a map in an `Arc` needs a `Weak` of it, from `Arc::new_cyclic`: with an `Arc` the map would
    /// keep itself alive.
    pub fn on_excess(mut self, callback: impl Fn(&Excess<'_>) + Send + Sync + 'static) -> Self {
        self.settings.on_excess = Some(Box::new(callback));
        self
    }

    /// The least time between two reports of one excess. 10 seconds by default; as exact as
    /// [`Live::age`](super::Live::age).
    pub fn excess_interval(mut self, interval: Duration) -> Self {
        self.settings.terms.interval = interval;
        self
    }

    /// In how many shards the entries are: rounded up to a power of two, at most 128.
    ///
    /// By default four times the number of cores that the process may use, and at least 16. A shard takes 128 bytes from
    /// the map's first entry on. [`len`](InflightMap::len) reads each.
    pub fn shards(mut self, shards: usize) -> Self {
        self.settings.shards = shards.clamp(1, LANES);
        self
    }
}

impl<K, V> Builder<InflightMap<K, V>> {
    /// The map.
    #[must_use]
    pub fn build(self) -> InflightMap<K, V> {
        InflightMap::with_settings(self.settings)
    }
}

impl<K, V, S> Builder<UniqueMap<K, V, S>, S> {
    /// Hashes the keys. By default std's `RandomState`, which resists keys chosen to collide.
    pub fn hasher<H: BuildHasher>(self, hasher: H) -> Builder<UniqueMap<K, V, H>, H> {
        Builder { settings: self.settings, hasher, map: PhantomData }
    }

    /// The map.
    #[must_use]
    pub fn build(self) -> UniqueMap<K, V, S> {
        UniqueMap::with_settings(self.settings, self.hasher)
    }
}

impl<K, V> Builder<UniqueMap<K, V>, RandomState> {
    pub(super) fn with_random_state() -> Self {
        Self::new(RandomState::new())
    }
}

impl<M, S> fmt::Debug for Builder<M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("settings", &self.settings).finish_non_exhaustive()
    }
}
