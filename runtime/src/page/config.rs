//! The settings of the page.

use super::history::History;
use crate::observe::Registry;
use core::{fmt, time::Duration};
use std::{borrow::Cow, sync::Arc, time::Instant, vec::Vec};

/// What shows the maps of a registry, at `/inflight` of the router that it makes.
///
/// | `GET` | answers |
/// |---|---|
/// | `/inflight` | the page to those who ask for `text/html`, as browsers do; JSON to everybody else |
/// | `/inflight.html` | the page |
/// | `/inflight.json` | JSON: [its fields](https://github.com/scoped-entry/scoped-entry/blob/main/docs/inflight-page.md) |
///
/// `?entries=5` lists the five oldest entries of each map, up to [`most_entries`](Self::most_entries).
///
/// Names of maps, lengths, limits, ages and places in the source are shown to whoever can reach it, keys only of maps
/// that were registered [with them](Registry::watch_with_keys). It asks nobody who they are: nest it where only those
/// come who should, and put your own layer around it.
///
/// A request takes O(entries) for each map, for the age of the oldest, and clones no more keys than it lists, for each
/// shard.
///
/// # The recent past
///
/// The charts show the last five minutes, from samples that are taken when somebody asks for the page, at most one a
/// second. To have a past already when the first one looks, call [`sample`](Self::sample) from a timer.
///
/// # Examples
///
/// ```
/// use axum::{Router, routing::get};
/// use scoped_entry::{InflightMap, page::Page, observe::Registry};
/// use std::time::Duration;
///
/// static UPLOADS: InflightMap<u64> = InflightMap::new();
///
/// let registry = Registry::new();
/// registry.watch_static(&UPLOADS);
/// let page = Page::new(registry).title("Uploads of eu-1").refresh(Duration::from_secs(5));
///
/// let app: Router = Router::new()
///     .route("/", get(async || "hello"))
///     .nest("/admin", page.clone().router()); // GET /admin/inflight
/// # let runs = false;
/// # if runs {
/// // Or in a task, with your runtime's timer.
/// std::thread::spawn(move || {
///     loop {
///         page.sample();
///         std::thread::sleep(Duration::from_secs(1));
///     }
/// });
/// # }
/// ```
#[derive(Clone)]
#[must_use = "it shows nothing until its router is part of yours"]
pub struct Page {
    pub(super) registry: Registry,
    pub(super) title: Cow<'static, str>,
    pub(super) refresh: Duration,
    pub(super) entries: usize,
    pub(super) most_entries: usize,
    pub(super) history: Arc<History>,
}

impl Page {
    /// A page of these maps, and of those that the registry will watch later.
    pub fn new(registry: Registry) -> Self {
        Self {
            registry,
            title: Cow::Borrowed("In flight"),
            refresh: Duration::from_secs(2),
            entries: 10,
            most_entries: 100,
            history: Arc::default(),
        }
    }

    /// What the page is called, in its heading and in the browser's tab. By default `In flight`.
    pub fn title(mut self, title: impl Into<Cow<'static, str>>) -> Self {
        self.title = title.into();
        self
    }

    /// How often an open page asks for newer numbers: every 2 seconds by default, and not more often than 4 times a
    /// second. Browsers wait for 24 days at most.
    pub fn refresh(mut self, every: Duration) -> Self {
        // More milliseconds than this are none to a browser.
        const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);
        self.refresh = every.clamp(Duration::from_millis(250), LONGEST);
        self
    }

    /// How many entries of each map are listed where `?entries=` does not say: 10 by default, and never more than
    /// [`most_entries`](Self::most_entries).
    pub fn entries(mut self, entries: usize) -> Self {
        self.entries = entries;
        self
    }

    /// The most entries of each map that `?entries=` gets: 100 by default.
    pub fn most_entries(mut self, most: usize) -> Self {
        self.most_entries = most;
        self
    }

    /// Takes a sample of each map's length for the charts, unless the last one is younger than a second. Scans no
    /// entries of a map whose [`stats`](crate::observe::Observed::stats) do not.
    ///
    /// Clones of a page share their samples.
    pub fn sample(&self) {
        let maps = self.registry.identified();
        let lens: Vec<_> = maps.iter().map(|(id, map)| (*id, map.stats().len)).collect();
        self.history.add(Instant::now(), &lens);
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { registry, title, refresh, entries, most_entries, history: _ } = self;
        f.debug_struct("Page")
            .field("registry", registry)
            .field("title", title)
            .field("refresh", refresh)
            .field("entries", entries)
            .field("most_entries", most_entries)
            .finish_non_exhaustive()
    }
}
