//! The maps that are watched together.

use super::{Watched, WatchedKeys, keyed::Keyed};
use crate::lock::lock;
use core::fmt;
use std::{
    boxed::Box,
    string::String,
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
    sources: Arc<Mutex<Sources>>,
}

/// A map in a registry, for those who remember what they saw of it: names may be equal, or missing.
pub(crate) type Id = u64;

#[derive(Default)]
struct Sources {
    list: Vec<(Id, Source)>,
    next: Id,
}

enum Source {
    Static(&'static dyn Watched),
    Shared(Weak<dyn Watched>),
    /// A map with what shows its keys, made anew each time: it must not keep the map alive.
    Keyed(Box<dyn Fn() -> Option<Arc<dyn Watched>> + Send + Sync>),
}

impl Source {
    fn map(&self) -> Option<Arc<dyn Watched>> {
        match self {
            Self::Static(map) => Some(Arc::new(*map)),
            Self::Shared(map) => map.upgrade(),
            Self::Keyed(map) => map(),
        }
    }
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

    /// Watches a map as [`watch`](Self::watch) does, and lets pages for people show its keys.
    ///
    /// `show` writes a key, and may leave out what is nobody's business. It runs under no lock, on clones of the keys of
    /// the entries that are asked for; if it panics, so does the request. Exporters of numbers never ask. Of a map that is
    /// watched without keys already, there are then two.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{InflightMap, watch::Registry};
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
        M: WatchedKeys + 'static,
        F: Fn(&M::Key) -> String + Send + Sync + 'static,
    {
        let shared = Arc::downgrade(map);
        let show = Arc::new(show);
        self.add(Source::Keyed(Box::new(move || {
            let map = shared.upgrade()?;
            Some(Arc::new(Keyed { map, show: Arc::clone(&show) }))
        })));
    }

    /// Watches the map of a `static` for ever, and lets pages for people show its keys, as
    /// [`watch_with_keys`](Self::watch_with_keys) does.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{InflightMap, watch::Registry};
    ///
    /// static UPLOADS: InflightMap<u64> = InflightMap::new();
    ///
    /// let registry = Registry::new();
    /// registry.watch_static_with_keys(&UPLOADS, u64::to_string);
    /// # assert_eq!(registry.maps().len(), 1);
    /// ```
    pub fn watch_static_with_keys<M, F>(&self, map: &'static M, show: F)
    where
        M: WatchedKeys,
        F: Fn(&M::Key) -> String + Send + Sync + 'static,
    {
        let show = Arc::new(show);
        self.add(Source::Keyed(Box::new(move || Some(Arc::new(Keyed { map, show: Arc::clone(&show) })))));
    }

    fn add(&self, source: Source) {
        let mut sources = lock(&self.sources);
        let id = sources.next;
        sources.next += 1;
        sources.list.push((id, source));
    }

    /// The maps that are still there, in the order in which they were added. To be dropped soon: what is returned keeps
    /// them alive.
    #[must_use]
    pub fn maps(&self) -> Vec<Arc<dyn Watched>> {
        self.identified().into_iter().map(|(_, map)| map).collect()
    }

    /// The same, each with what tells it from the others.
    pub(crate) fn identified(&self) -> Vec<(Id, Arc<dyn Watched>)> {
        let mut sources = lock(&self.sources);
        let (mut maps, mut kept, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        for (id, source) in sources.list.drain(..) {
            match source.map() {
                Some(map) => {
                    maps.push((id, map));
                    kept.push((id, source));
                }
                None => gone.push(source),
            }
        }
        sources.list = kept;
        // What shows the keys of a map that is gone is the user's: dropped when the lock is released.
        drop(sources);
        drop(gone);
        maps
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").field("maps", &lock(&self.sources).list.len()).finish()
    }
}
