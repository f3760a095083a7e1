//! The maps that are watched together.

use super::Watched;
use crate::lock::lock;
use core::fmt;
use std::{
    sync::{Arc, Mutex, Weak},
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
    sources: Arc<Mutex<Vec<Source>>>,
}

enum Source {
    Static(&'static dyn Watched),
    Shared(Weak<dyn Watched>),
}

impl Registry {
    /// Watches no map yet. Clones watch the same maps.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Watches a map for as long as somebody else has an `Arc` of it.
    pub fn watch<M: Watched + 'static>(&self, map: &Arc<M>) {
        let shared = Arc::downgrade(map);
        self.add(Source::Shared(shared));
    }

    /// Watches the map of a `static`, for ever.
    pub fn watch_static(&self, map: &'static dyn Watched) {
        self.add(Source::Static(map));
    }

    fn add(&self, source: Source) {
        lock(&self.sources).push(source);
    }

    /// The maps that are still there, in the order in which they were added. To be dropped soon: what is returned keeps
    /// them alive.
    #[must_use]
    pub fn maps(&self) -> Vec<Arc<dyn Watched>> {
        let mut sources = lock(&self.sources);
        let mut maps: Vec<Arc<dyn Watched>> = Vec::with_capacity(sources.len());
        sources.retain(|source| {
            let map: Option<Arc<dyn Watched>> = match source {
                Source::Static(map) => Some(Arc::new(*map)),
                Source::Shared(map) => map.upgrade(),
            };
            let is_there = map.is_some();
            maps.extend(map);
            is_there
        });
        maps
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").field("maps", &lock(&self.sources).len()).finish()
    }
}
