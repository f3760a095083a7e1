//! A builder's last steps, for a map of flights.

use super::FlightMap;
use crate::{Builder, UniqueMap};
use core::hash::BuildHasher;
use std::collections::hash_map::RandomState;

impl<K, T> FlightMap<K, T> {
    /// A builder, for what [`new`](Self::new) leaves at its default: a name, a limit, a hasher.
    pub fn builder() -> Builder<Self, RandomState> {
        UniqueMap::<K, ()>::builder().of()
    }
}

impl<K, T, S> Builder<FlightMap<K, T, S>, S> {
    /// Hashes the keys. By default std's `RandomState`, which resists keys chosen to collide.
    pub fn hasher<H: BuildHasher>(self, hasher: H) -> Builder<FlightMap<K, T, H>, H> {
        self.of::<UniqueMap<K, (), S>>().hasher(hasher).of()
    }

    /// The map.
    #[must_use]
    pub fn build(self) -> FlightMap<K, T, S> {
        FlightMap::of(self.of::<UniqueMap<_, _, S>>().build())
    }
}
