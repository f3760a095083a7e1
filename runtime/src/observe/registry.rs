//! The maps that are watched together.

#[cfg(feature = "metrics")]
use super::exporters::recorder_state::RecorderState;
use super::{
    map_metrics::MapMetrics,
    observed::{Observed, ObservedKeys},
    registered::{Id, Map, Reading, RegisteredMaps},
    with_keys::Keyed,
};
use crate::poison::lock;
use core::{fmt, ptr};
use std::{
    boxed::Box,
    string::String,
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
/// use scoped_entry::{InflightMap, UniqueMap, observe::Registry};
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
    maps: Mutex<RegisteredMaps>,
    #[cfg(feature = "metrics")]
    recorder_state: Mutex<RecorderState>,
}

impl Registry {
    /// Watches no map yet. Clones watch the same maps.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Watches a map for as long as somebody else has an `Arc` of it. A map that is watched already is not watched twice.
    pub fn watch<M: Observed + 'static>(&self, map: &Arc<M>) {
        let shared = Arc::downgrade(map);
        self.add(Map::Shared(shared));
    }

    /// Watches the map of a `static`, for ever. A map that is watched already is not watched twice.
    pub fn watch_static(&self, map: &'static dyn Observed) {
        self.add(Map::Static(map));
    }

    /// Watches a map as [`watch`](Self::watch) does, and lets pages for people show its keys.
    ///
    /// `show` writes a key, and may leave out what is nobody's business. It runs under no lock, on clones of the keys of
    /// the entries that are asked for; if it panics, so does the request. Exporters of numbers never ask. A map that is
    /// watched already is from now on watched in this way.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{InflightMap, observe::Registry};
    /// use std::sync::Arc;
    ///
    /// let uploads = Arc::new(InflightMap::<String>::new());
    /// let registry = Registry::new();
    /// registry.watch_with_keys(&uploads, |path| path.rsplit('/').next().unwrap_or_default().to_owned());
    ///
    /// let _guard = uploads.enter("home/ada/report.pdf", ());
    /// assert_eq!(registry.maps()[0].shown(10)[0].key.as_deref(), Some("report.pdf"));
    /// ```
    pub fn watch_with_keys<M, F>(&self, map: &Arc<M>, show: F)
    where
        M: ObservedKeys + 'static,
        F: Fn(&M::Key) -> String + Send + Sync + 'static,
    {
        let shared = Arc::downgrade(map);
        let show = Arc::new(show);
        self.add(Map::Keyed(
            Arc::as_ptr(map).addr(),
            Box::new(move || {
                let map = shared.upgrade()?;
                Some(Arc::new(Keyed { map, show: Arc::clone(&show) }))
            }),
        ));
    }

    /// Watches the map of a `static` for ever, and lets pages for people show its keys, as
    /// [`watch_with_keys`](Self::watch_with_keys) does.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{InflightMap, observe::Registry};
    ///
    /// static UPLOADS: InflightMap<u64> = InflightMap::new();
    ///
    /// let registry = Registry::new();
    /// registry.watch_static_with_keys(&UPLOADS, u64::to_string);
    /// # assert_eq!(registry.maps().len(), 1);
    /// ```
    pub fn watch_static_with_keys<M, F>(&self, map: &'static M, show: F)
    where
        M: ObservedKeys,
        F: Fn(&M::Key) -> String + Send + Sync + 'static,
    {
        let show = Arc::new(show);
        self.add(Map::Keyed(
            ptr::from_ref(map).addr(),
            Box::new(move || Some(Arc::new(Keyed { map, show: Arc::clone(&show) }))),
        ));
    }

    fn add(&self, map: Map) {
        let replaced = lock(&self.shared.maps).add(map);
        // What shows its keys is the user's: not under the lock.
        drop(replaced);
    }

    /// The maps that are still there, in the order in which they were added. To be dropped soon: what is returned keeps
    /// them alive.
    #[must_use]
    pub fn maps(&self) -> Vec<Arc<dyn Observed>> {
        self.identified().into_iter().map(|(_, map)| map).collect()
    }

    /// The same, each with what tells it from the others.
    pub(crate) fn identified(&self) -> Vec<(Id, Arc<dyn Observed>)> {
        let (maps, gone) = lock(&self.shared.maps).maps();
        // What shows the keys of a map that is gone is the user's: dropped when the lock is released.
        drop(gone);
        maps
    }

    /// What all maps have counted, by name, in the names' order. For an exporter of your own; those of this crate show the
    /// same.
    ///
    /// Asks each map for its [`stats`](Observed::stats), which scans its entries for the oldest.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{InflightMap, observe::Registry};
    /// use std::sync::Arc;
    ///
    /// let shards = [1, 2].map(|_| Arc::new(InflightMap::<u64>::builder().name("lookups").build()));
    /// let registry = Registry::new();
    /// shards.iter().for_each(|map| registry.watch(map));
    ///
    /// let guards = shards.each_ref().map(|map| map.enter(7, ()));
    /// let metrics = registry.map_metrics();
    /// assert_eq!(metrics.len(), 1);
    /// assert_eq!((metrics[0].map.as_str(), metrics[0].entries, metrics[0].entered), ("lookups", 2, 2));
    /// # drop(guards);
    /// ```
    #[must_use]
    pub fn map_metrics(&self) -> Vec<MapMetrics> {
        let maps = self.identified();
        let metrics = self.map_metrics_of(&maps);
        // After the locks: if somebody has dropped a map meanwhile, this runs the destructors of what is in it.
        drop(maps);
        metrics
    }

    pub(super) fn map_metrics_of(&self, maps: &[(Id, Arc<dyn Observed>)]) -> Vec<MapMetrics> {
        let readings = maps.iter().map(|(id, map)| (*id, Reading::of(&**map))).collect();
        lock(&self.shared.maps).map_metrics(readings)
    }

    #[cfg(feature = "metrics")]
    pub(super) fn recorder_state(&self) -> &Mutex<RecorderState> {
        &self.shared.recorder_state
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not under the lock, which whoever is written to may want.
        let maps = lock(&self.shared.maps).len();
        f.debug_struct("Registry").field("maps", &maps).finish()
    }
}
