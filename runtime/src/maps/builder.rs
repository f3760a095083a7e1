//! Builders: what a map can be told when it is made.

use super::{InflightMap, UniqueMap};
use core::{fmt, marker::PhantomData};
use std::{borrow::Cow, collections::hash_map::RandomState};

/// Makes an [`InflightMap`].
///
/// # Examples
///
/// ```
/// use scoped_entry::InflightMap;
///
/// let lookups = InflightMap::<u64>::builder().name("lookups").build();
/// assert_eq!(lookups.name(), Some("lookups"));
/// ```
#[must_use = "a builder makes nothing until `build` is called"]
pub struct InflightMapBuilder<K, V = ()> {
    name: Option<Cow<'static, str>>,
    entries: PhantomData<fn() -> (K, V)>,
}

impl<K, V> InflightMapBuilder<K, V> {
    pub(super) const fn new() -> Self {
        Self { name: None, entries: PhantomData }
    }

    /// What the map is called in logs and metrics. None by default.
    pub fn name(self, name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// The map.
    #[must_use]
    pub fn build(self) -> InflightMap<K, V> {
        InflightMap::named(self.name)
    }
}

impl<K, V> fmt::Debug for InflightMapBuilder<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InflightMapBuilder").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Makes a [`UniqueMap`].
///
/// # Examples
///
/// ```
/// use scoped_entry::UniqueMap;
///
/// let payments = UniqueMap::<String>::builder().name("payments").build();
/// assert_eq!(payments.name(), Some("payments"));
/// ```
#[must_use = "a builder makes nothing until `build` is called"]
pub struct UniqueMapBuilder<K, V = (), S = RandomState> {
    name: Option<Cow<'static, str>>,
    hasher: S,
    entries: PhantomData<fn() -> (K, V)>,
}

impl<K, V> UniqueMapBuilder<K, V> {
    pub(super) fn new() -> Self {
        Self { name: None, hasher: RandomState::new(), entries: PhantomData }
    }
}

impl<K, V, S> UniqueMapBuilder<K, V, S> {
    /// What the map is called in logs and metrics. None by default.
    pub fn name(self, name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Hashes the keys. By default std's `RandomState`, which resists keys chosen to collide.
    pub fn hasher<H>(self, hasher: H) -> UniqueMapBuilder<K, V, H> {
        UniqueMapBuilder { name: self.name, hasher, entries: PhantomData }
    }

    /// The map.
    #[must_use]
    pub fn build(self) -> UniqueMap<K, V, S> {
        UniqueMap::named(self.name, self.hasher)
    }
}

impl<K, V, S> fmt::Debug for UniqueMapBuilder<K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UniqueMapBuilder").field("name", &self.name).finish_non_exhaustive()
    }
}
