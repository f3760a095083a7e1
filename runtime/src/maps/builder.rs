//! The builder: a map's settings.

use super::{
    Excess,
    engine::{settings::Settings, thread_slot::THREAD_SLOTS},
};
use core::{fmt, marker::PhantomData, time::Duration};
use std::{borrow::Cow, boxed::Box};

/// Makes an [`InflightMap`](crate::InflightMap) or a [`UniqueMap`](crate::UniqueMap), `M`. `S` hashes the keys of a `UniqueMap`.
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

    pub(super) fn with_hasher<N, H>(self, hasher: H) -> Builder<N, H> {
        Builder { settings: self.settings, hasher, map: PhantomData }
    }

    pub(super) fn into_parts(self) -> (Settings, S) {
        (self.settings, self.hasher)
    }

    /// The same settings for another kind of map, one that wraps a map of this crate.
    #[cfg(feature = "single-flight")]
    pub(crate) fn of<N>(self) -> Builder<N, S> {
        Builder { settings: self.settings, hasher: self.hasher, map: PhantomData }
    }

    /// The name of the map in reports and metrics. None by default; an empty name is none, too.
    pub fn name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.settings.name = Some(name.into()).filter(|name| !name.is_empty());
        self
    }

    /// The most entries that are as they should be. None by default, which `usize::MAX` means, too.
    ///
    /// It refuses no call. A call that takes the map above the limit always notices, before it goes on: that begins an
    /// excess, which [`Stats::excesses`](crate::Stats::excesses) counts and [`on_excess`](Self::on_excess) is told. Calls
    /// that enter and leave at the same time are counted in one order or the other. The excess lasts until the map has
    /// fewer than four fifths of the limit.
    ///
    /// Well below the limit it costs nothing. Where less than some entries a shard are exited to it, more and more calls
    /// lock all shards and count; in an excess each call counts, one at a time. With 16 shards that is some hundred
    /// nanoseconds, and as long as somebody's `Clone` or `Eq` takes that runs in a shard meanwhile.
    pub fn limit(mut self, limit: usize) -> Self {
        self.settings.limit_config.limit = limit;
        self
    }

    /// Is called when the map goes above its [`limit`](Self::limit): once on the way up, and after that at most once
    /// every [`excess_interval`](Self::excess_interval) while calls enter above the limit.
    ///
    /// It runs in the call whose entry is above the limit, after the entry is made and before the call goes on. No lock
    /// is held: it may use the map. While it runs it is not called again; an excess that begins meanwhile is reported
    /// when it returns, unless it is over by then: [`Stats::excesses`](crate::Stats::excesses) has counted it.
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
    /// [`Live::age`](crate::Live::age).
    pub fn excess_interval(mut self, interval: Duration) -> Self {
        self.settings.limit_config.interval = interval;
        self
    }

    /// In how many shards the entries are: rounded up to a power of two, at most 128.
    ///
    /// By default four times the number of cores that the process may use, and at least 16. A shard takes 128 bytes from
    /// the map's first entry on. [`len`](crate::InflightMap::len) reads each.
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
