//! The maps that are watched together.

use super::{
    Series, Watched,
    sources::{Map, Reading, Sources},
};
use crate::lock::lock;
use core::fmt;
use std::{
    sync::{Arc, Mutex},
    vec::Vec,
};

/// Maps that are watched together: what an exporter or a dashboard is given, once, for all of them.
///
/// It keeps no map alive: when a map's last `Arc` is dropped, it is gone from here, and with it its series.
///
/// # Examples
///
/// ```
/// use scoped_entry::{InflightMap, UniqueMap, watch::Registry};
/// use std::sync::Arc;
///
/// static UPLOADS: InflightMap<u64> = InflightMap::new();
///
/// let payments = Arc::new(UniqueMap::<String>::builder().name("payments").build());
/// let registry = Registry::new();
/// registry.watch_static(&UPLOADS);
/// registry.watch(&payments);
/// assert_eq!(registry.maps().len(), 2);
///
/// drop(payments);
/// assert_eq!(registry.maps().len(), 1);
/// ```
#[derive(Clone, Default)]
pub struct Registry {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    sources: Mutex<Sources>,
    #[cfg(feature = "metrics")]
    published: Mutex<super::metrics::Published>,
}

impl Registry {
    /// Watches no map yet. Clones watch the same maps.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Watches a map for as long as somebody else has an `Arc` of it. A map that is watched already is not watched twice.
    pub fn watch<M: Watched + 'static>(&self, map: &Arc<M>) {
        let shared = Arc::downgrade(map);
        lock(&self.shared.sources).add(Map::Shared(shared));
    }

    /// Watches the map of a `static`, for ever. A map that is watched already is not watched twice.
    pub fn watch_static(&self, map: &'static dyn Watched) {
        lock(&self.shared.sources).add(Map::Static(map));
    }

    /// The maps that are still there, in the order in which they were added. To be dropped soon: what is returned keeps
    /// them alive.
    #[must_use]
    pub fn maps(&self) -> Vec<Arc<dyn Watched>> {
        let maps = lock(&self.shared.sources).maps();
        maps.into_iter().map(|(_, map)| map).collect()
    }

    /// What all maps have counted, by name, in the names' order. For an exporter of your own; those of this crate show the
    /// same.
    ///
    /// Asks each map for its [`stats`](Watched::stats), which scans its entries for the oldest.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{InflightMap, watch::Registry};
    /// use std::sync::Arc;
    ///
    /// let shards = [1, 2].map(|_| Arc::new(InflightMap::<u64>::builder().name("lookups").build()));
    /// let registry = Registry::new();
    /// shards.iter().for_each(|map| registry.watch(map));
    ///
    /// let guards = shards.each_ref().map(|map| map.enter(7, ()));
    /// let series = registry.series();
    /// assert_eq!(series.len(), 1);
    /// assert_eq!((series[0].map.as_str(), series[0].entries, series[0].entered), ("lookups", 2, 2));
    /// # drop(guards);
    /// ```
    #[must_use]
    pub fn series(&self) -> Vec<Series> {
        let maps = lock(&self.shared.sources).maps();
        let readings = maps.iter().map(|(id, map)| (*id, Reading::of(&**map))).collect();
        let series = lock(&self.shared.sources).series(readings);
        // After the locks: if somebody has dropped a map meanwhile, this runs the destructors of what is in it.
        drop(maps);
        series
    }

    #[cfg(feature = "metrics")]
    pub(super) fn published(&self) -> &Mutex<super::metrics::Published> {
        &self.shared.published
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").field("maps", &lock(&self.shared.sources).len()).finish()
    }
}
