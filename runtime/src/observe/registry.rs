//! The registry: the maps that exporters and dashboards read.

#[cfg(feature = "metrics")]
use super::exporters::recorder_state::RecorderState;
use super::{
    map_metrics::MapMetrics,
    observed::{Observed, ObservedKeys},
    registered::{Id, Map, Reading, RegisteredMaps, Unkeyed},
    with_keys::Keyed,
};
use crate::poison::lock;
use core::fmt;
use std::{
    boxed::Box,
    string::String,
    sync::{Arc, Mutex},
    vec::Vec,
};

/// A collection of maps to export: to Prometheus, OpenTelemetry, the `metrics` facade, or a dashboard.
///
/// Add each map once, and pass the registry to an exporter once. Each exporter needs a feature:
///
/// | exporter | feature | how |
/// |---|---|---|
/// | the `prometheus-client` crate | `prometheus-client` for 0.25, `prometheus-client026` for 0.26 | `registry.register_collector(Box::new(maps.clone()))` |
/// | the `prometheus` crate, 0.14 | `prometheus` | `registry.register(Box::new(maps.clone()))` |
/// | OpenTelemetry, 0.33 | `opentelemetry` | [`observe_with`](Self::observe_with) |
/// | the `metrics` facade, 0.24 | `metrics` | [`publish_metrics`](Self::publish_metrics), [`publish_metrics_every`](Self::publish_metrics_every) |
/// | the web page | `axum` | [`page`](crate::page) |
/// | your own | – | [`map_metrics`](Self::map_metrics), [`maps`](Self::maps) |
///
/// The guide page on [metrics](crate::guide::metrics) lists the metrics and has a complete setup for each exporter.
///
/// The registry does not keep a map alive: when the last `Arc` of a map is dropped, the map disappears from the
/// registry, and its time series end unless another map has the same name. Clones of a registry share their maps.
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
    /// Creates an empty registry.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a map. The registry has only a `Weak` of it, so the map disappears when its last `Arc` is dropped. Adding a
    /// map again has no effect. O(1), amortised.
    #[doc(alias = "register")]
    #[doc(alias = "add")]
    pub fn watch<M: Observed + 'static>(&self, map: &Arc<M>) {
        let shared = Arc::downgrade(map);
        self.add(Map::Unkeyed(Unkeyed::Shared(shared)));
    }

    /// Adds the map of a `static`, which stays in the registry. Adding a map again has no effect. O(1), amortised.
    #[doc(alias = "register")]
    #[doc(alias = "add")]
    pub fn watch_static(&self, map: &'static dyn Observed) {
        self.add(Map::Unkeyed(Unkeyed::Static(map)));
    }

    /// Adds a map as [`watch`](Self::watch) does, and lets dashboards show its keys. Exporters of metrics never see
    /// keys.
    ///
    /// `show` converts a key to text, and can leave out confidential parts. It is called with clones of the keys of the
    /// entries that are shown, under no lock. If it panics, the panic propagates to the caller of
    /// [`shown`](Observed::shown). If the map was added before, its keys are shown from now on. O(1), amortised.
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
        let unkeyed = Arc::downgrade(map);
        self.add(Map::Keyed(
            Unkeyed::Shared(unkeyed),
            Box::new(move || {
                let map = shared.upgrade()?;
                Some(Arc::new(Keyed { map, show: Arc::clone(&show) }))
            }),
        ));
    }

    /// Adds the map of a `static`, which stays in the registry, and lets dashboards show its keys, as
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
            Unkeyed::Static(map),
            Box::new(move || Some(Arc::new(Keyed { map, show: Arc::clone(&show) }))),
        ));
    }

    fn add(&self, map: Map) {
        let not_kept = lock(&self.shared.maps).add(map);
        // Dropped without the lock, since the function that shows keys is user code.
        drop(not_kept);
    }

    /// Returns the maps that still exist, in the order in which they were added. O(number of maps).
    ///
    /// The result keeps the maps alive, so drop it soon.
    #[must_use]
    pub fn maps(&self) -> Vec<Arc<dyn Observed>> {
        self.identified().into_iter().map(|(_, map)| map).collect()
    }

    /// Returns the maps that still exist, each with its identifier.
    pub(crate) fn identified(&self) -> Vec<(Id, Arc<dyn Observed>)> {
        let (maps, gone) = lock(&self.shared.maps).maps();
        // Dropped without the lock, since the function that shows keys is user code.
        drop(gone);
        maps
    }

    /// Returns the metrics of all maps, one record per name, sorted by name. Use it for an exporter of your own.
    ///
    /// Reads the [`stats`](Observed::stats) of each map: O(m log m) for m maps, and what it takes to find the oldest
    /// entry of each.
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
        // Dropped without a lock: if the last other `Arc` of a map is gone, this runs the destructors of its keys and
        // values.
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
        // Not under the lock, since the writer of `f` is user code.
        let maps = lock(&self.shared.maps).len();
        f.debug_struct("Registry").field("maps", &maps).finish()
    }
}
