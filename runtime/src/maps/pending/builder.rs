//! The builder of a [`PendingMap`]: which hasher it has, and how it is built. [`Builder`] has the other settings.

use super::{super::Builder, map::PendingMap};
use core::hash::BuildHasher;
use std::collections::hash_map::RandomState;

impl<K, R> PendingMap<K, R> {
    /// Returns a builder, to set a name, a limit, a report, the number of shards or a hasher.
    #[doc(alias = "config")]
    pub fn builder() -> Builder<Self, RandomState> {
        Builder::new(RandomState::new())
    }
}

impl<K, R, S> Builder<PendingMap<K, R, S>, S> {
    /// Sets the hasher of the keys. The default is std's `RandomState`, whose hashes clients cannot predict.
    #[doc(alias = "BuildHasher")]
    pub fn hasher<H: BuildHasher>(self, hasher: H) -> Builder<PendingMap<K, R, H>, H> {
        self.with_hasher(hasher)
    }

    /// Builds the map.
    #[must_use]
    pub fn build(self) -> PendingMap<K, R, S> {
        let (settings, hasher) = self.into_parts();
        PendingMap::of(settings, hasher)
    }
}
