//! The last steps of the builder of a [`FlightMap`].

use super::map::FlightMap;
use crate::maps::{Builder, UniqueMap};
use core::hash::BuildHasher;
use std::collections::hash_map::RandomState;

impl<K, T> FlightMap<K, T> {
    /// Returns a builder, for settings other than the defaults of [`new`](Self::new): a name, a limit, a hasher.
    pub fn builder() -> Builder<Self, RandomState> {
        UniqueMap::<K, ()>::builder().of()
    }
}

impl<K, T, S> Builder<FlightMap<K, T, S>, S> {
    /// Hashes the keys. By default std's `RandomState`, which resists keys chosen to collide.
    pub fn hasher<H: BuildHasher>(self, hasher: H) -> Builder<FlightMap<K, T, H>, H> {
        self.of::<UniqueMap<K, (), S>>().hasher(hasher).of()
    }

    /// Builds the map.
    #[must_use]
    pub fn build(self) -> FlightMap<K, T, S> {
        FlightMap::of(self.of::<UniqueMap<_, _, S>>().build())
    }
}
