//! The builder of a [`FlightMap`]: which hasher it has, and how it is built. [`Builder`] has the other settings.

use super::map::FlightMap;
use crate::maps::{Builder, UniqueMap};
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

    /// Builds the map.
    #[must_use]
    pub fn build(self) -> FlightMap<K, T, S> {
        FlightMap::of(self.of::<UniqueMap<_, _, S>>().build())
    }
}
