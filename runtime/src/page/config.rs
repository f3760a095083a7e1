//! [`Page`]: the settings of the web page.

use super::history::History;
use crate::observe::Registry;
use core::{fmt, time::Duration};
use std::{borrow::Cow, sync::Arc, time::Instant, vec::Vec};

/// A web page that shows the maps of a [`Registry`] and their oldest entries, and the same as JSON.
///
/// [`router`](Self::router) returns an axum router with these paths:
///
/// | `GET` | response |
/// |---|---|
/// | `/inflight` | the page, if `Accept` prefers `text/html` to JSON, as browsers do; JSON otherwise |
/// | `/inflight.html` | the page |
/// | `/inflight.json` | JSON: [its fields](https://github.com/scoped-entry/scoped-entry/blob/main/docs/inflight-page.md) |
///
/// The query `?entries=5` lists the five oldest entries of each map. The number is capped at
/// [`most_entries`](Self::most_entries).
///
/// # Access control
///
/// **The page has no authentication: mount it behind yours.** It shows the names, lengths and limits of the maps, and the
/// ages and source locations of their entries. It shows keys only of maps that were registered
/// [with keys](Registry::watch_with_keys), and never values.
///
/// # Charts
///
/// The charts show the last five minutes. A request takes a sample, at most one per second. To fill the charts before the
/// first request, call [`sample`](Self::sample) from a timer.
///
/// # Complexity
///
/// A request takes O(entries) for each map, to find the age of the oldest entry. From each shard it clones at most as many
/// keys as it lists.
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
/// // A task with your runtime's timer works, too.
/// std::thread::spawn(move || {
///     loop {
///         page.sample();
///         std::thread::sleep(Duration::from_secs(1));
///     }
/// });
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a page does nothing until its `router` is merged into yours"]
pub struct Page {
    pub(super) registry: Registry,
    pub(super) title: Cow<'static, str>,
    pub(super) refresh: Duration,
    pub(super) entries: usize,
    pub(super) most_entries: usize,
    pub(super) history: Arc<History>,
}

impl Page {
    /// Creates a page of the maps that `registry` observes, including maps that are registered later.
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

    /// Sets the title, shown as the heading and in the browser's tab. The default is `In flight`.
    pub fn title(mut self, title: impl Into<Cow<'static, str>>) -> Self {
        self.title = title.into();
        self
    }

    /// Sets how often an open page refreshes itself. The default is every 2 seconds.
    ///
    /// The interval is clamped to between 250 milliseconds and 24.8 days, the longest timeout of a browser.
    pub fn refresh(mut self, every: Duration) -> Self {
        // Browsers store a timeout in milliseconds as an `i32`, and treat a longer one as 0.
        const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);
        self.refresh = every.clamp(Duration::from_millis(250), LONGEST);
        self
    }

    /// Sets how many entries of each map are listed if the request has no `?entries=`. The default is 10.
    ///
    /// The number is capped at [`most_entries`](Self::most_entries).
    pub fn entries(mut self, entries: usize) -> Self {
        self.entries = entries;
        self
    }

    /// Sets the largest number of entries of each map that a request can list with `?entries=`. The default is 100.
    pub fn most_entries(mut self, most: usize) -> Self {
        self.most_entries = most;
        self
    }

    /// Takes a sample of each map's length for the charts, unless the last sample is less than a second old.
    ///
    /// Clones of a page share their samples. The cost is that of [`stats`](crate::observe::Observed::stats) for each map.
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
