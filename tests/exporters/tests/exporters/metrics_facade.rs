//! The publisher for the `metrics` facade, with `metrics-exporter-prometheus`: its traps, one by one.

use crate::shown::{Exporter, value};
use metrics::with_local_recorder;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use metrics_util::MetricKindMask;
use scoped_entry::{
    EntryInfo, InflightMap, Stats,
    observe::{Observed, Registry},
};
use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

struct Published {
    registry: Registry,
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
}

impl Published {
    fn with(registry: &Registry, recorder: PrometheusRecorder) -> Self {
        Self { registry: registry.clone(), handle: recorder.handle(), recorder }
    }

    fn publish(&self) {
        // Each test has a recorder of its own; a program has one for all.
        with_local_recorder(&self.recorder, || self.registry.publish_metrics());
    }
}

impl Exporter for Published {
    const FORGETS: bool = false;

    fn new(registry: &Registry) -> Self {
        Self::with(registry, PrometheusBuilder::new().build_recorder())
    }

    fn scrape(&self) -> String {
        self.publish();
        self.handle.render()
    }
}

every_exporter!(Published);

fn watched(name: &'static str) -> (Arc<InflightMap<u64>>, Registry) {
    let map = Arc::new(InflightMap::builder().name(name).build());
    let registry = Registry::new();
    registry.watch(&map);
    (map, registry)
}

#[test]
fn a_recorder_that_is_installed_late_shows_what_was_counted_before() {
    let (map, registry) = watched("early");
    drop(map.enter(1, ()));
    let _entry = map.enter(2, ());
    // Nobody listens yet: a handle made now would stay mute for ever.
    registry.publish_metrics();
    let page = Published::new(&registry).scrape();
    assert_eq!(value(&page, "inflight_entries{map=\"early\"}"), Some(1.0), "{page}");
    assert_eq!(value(&page, "inflight_entered_total{map=\"early\"}"), Some(2.0), "{page}");
}

fn forgetful(registry: &Registry, idle_timeout: Duration) -> Published {
    let builder = PrometheusBuilder::new().idle_timeout(MetricKindMask::ALL, Some(idle_timeout));
    Published::with(registry, builder.build_recorder())
}

#[test]
fn a_steady_map_does_not_idle_away() {
    let (map, registry) = watched("steady");
    let _entry = map.enter(1, ());
    // Every rendering finds whatever was not told since the one before to be idle.
    let published = forgetful(&registry, Duration::ZERO);
    for _ in 0..5 {
        let page = published.scrape();
        assert_eq!(value(&page, "inflight_entries{map=\"steady\"}"), Some(1.0), "{page}");
        assert_eq!(value(&page, "inflight_entered_total{map=\"steady\"}"), Some(1.0), "{page}");
    }
}

#[test]
fn a_series_that_has_idled_away_comes_back_with_the_right_values() {
    let (map, registry) = watched("idle");
    let entry = map.enter(1, ());
    drop(map.enter(2, ()));
    let published = forgetful(&registry, Duration::ZERO);
    let page = published.scrape();
    assert_eq!(value(&page, "inflight_entries{map=\"idle\"}"), Some(1.0), "{page}");
    // Nothing is published between these: the exporter drops the series.
    let mut page = published.handle.render();
    let since = Instant::now();
    while !page.is_empty() && since.elapsed() < Duration::from_mins(1) {
        page = published.handle.render();
    }
    assert_eq!(value(&page, "inflight_entries{map=\"idle\"}"), None, "{page}");
    drop(entry);
    let page = published.scrape();
    assert_eq!(value(&page, "inflight_entries{map=\"idle\"}"), Some(0.0), "not -1: {page}");
    assert_eq!(value(&page, "inflight_entered_total{map=\"idle\"}"), Some(2.0), "{page}");
}

#[test]
fn the_series_of_a_dropped_map_idles_away() {
    let (map, registry) = watched("dropped");
    let published = forgetful(&registry, Duration::ZERO);
    assert!(published.scrape().contains("map=\"dropped\""));
    drop(map);
    // Told once that there is nothing in it any more, and then no longer.
    let page = published.scrape();
    assert_eq!(value(&page, "inflight_entries{map=\"dropped\"}"), Some(0.0), "{page}");
    let since = Instant::now();
    let mut page = published.scrape();
    while page.contains("map=\"dropped\"") && since.elapsed() < Duration::from_mins(1) {
        page = published.scrape();
    }
    assert!(!page.contains("map=\"dropped\""), "{page}");
}

#[test]
fn a_name_that_comes_back_after_a_scrape_without_it_counts_on() {
    let registry = Registry::new();
    let watched = || {
        let map = Arc::new(InflightMap::<u64>::builder().name("reborn").limit(1).build());
        registry.watch(&map);
        map
    };
    // Three calls, of which two are above the limit, and one panics.
    let call = |map: &InflightMap<u64>| {
        drop([1, 2].map(|id| map.enter(id, ())));
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            let _entry = map.enter(3, ());
            panic!("as it was told");
        }));
        assert!(panicked.is_err());
    };
    let published = Published::new(&registry);
    let first = watched();
    call(&first);
    published.scrape();
    drop(first);
    published.scrape();
    let second = watched();
    call(&second);
    let _entry = second.enter(4, ());
    for _ in 0..2 {
        let page = published.scrape();
        for (sample, expected) in [
            ("inflight_entries{map=\"reborn\"}", 1.0),
            ("inflight_entered_total{map=\"reborn\"}", 7.0),
            ("inflight_exited_total{map=\"reborn\",outcome=\"ended\"}", 4.0),
            ("inflight_exited_total{map=\"reborn\",outcome=\"panicked\"}", 2.0),
            ("inflight_excesses_total{map=\"reborn\"}", 2.0),
        ] {
            assert_eq!(value(&page, sample), Some(expected), "{sample} in {page}");
        }
    }
}

#[test]
fn a_name_that_never_had_a_limit_is_not_told_one() {
    let (map, registry) = watched("boundless");
    let published = Published::new(&registry);
    assert!(!published.scrape().contains("inflight_limit"));
    drop(map);
    let page = published.scrape();
    assert!(!page.contains("inflight_limit"), "{page}");
}

#[test]
fn nothing_is_above_a_limit_that_is_no_more() {
    let limit = "inflight_limit{map=\"loosened\"}";
    let registry = Registry::new();
    let first = Arc::new(InflightMap::<u64>::builder().name("loosened").limit(5).build());
    registry.watch(&first);
    let published = Published::new(&registry);
    assert_eq!(value(&published.scrape(), limit), Some(5.0));
    let second = Arc::new(InflightMap::<u64>::builder().name("loosened").build());
    registry.watch(&second);
    assert_eq!(value(&published.scrape(), limit), Some(f64::INFINITY), "one of the two has none");
    drop((first, second));
    published.scrape();
    let third = Arc::new(InflightMap::<u64>::builder().name("loosened").build());
    registry.watch(&third);
    assert_eq!(value(&published.scrape(), limit), Some(f64::INFINITY));
}

#[test]
fn every_metric_is_described() {
    let (_map, registry) = watched("described");
    let page = Published::new(&registry).scrape();
    let metrics: BTreeSet<_> =
        page.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    assert!(metrics.contains("inflight_entries"), "{page}");
    for metric in metrics {
        assert!(page.contains(&format!("# HELP {metric} ")), "{metric} in {page}");
    }
}

#[test]
fn publishers_side_by_side_leave_the_newest_values() {
    let (map, registry) = watched("side by side");
    let published = Published::new(&registry);
    for _ in 0..100 {
        let entry = map.enter(1, ());
        thread::scope(|scope| {
            scope.spawn(|| published.publish());
            drop(entry);
            published.publish();
        });
        let page = published.handle.render();
        assert_eq!(value(&page, "inflight_entries{map=\"side by side\"}"), Some(0.0), "{page}");
    }
}

/// An interval of zero, which a configuration may have for "off", does not occupy a core.
#[test]
fn a_thread_that_publishes_waits_between_two_publications() {
    struct Counted(AtomicU64);

    impl Observed for Counted {
        fn name(&self) -> Option<&str> {
            None
        }

        fn stats(&self) -> Stats {
            self.0.fetch_add(1, Ordering::Relaxed);
            Stats::default()
        }

        fn oldest_entries(&self, _: usize) -> Vec<EntryInfo> {
            Vec::new()
        }
    }

    let (counted, registry) = (Arc::new(Counted(AtomicU64::new(0))), Registry::new());
    registry.watch(&counted);
    let since = Instant::now();
    let publishing = registry.publish_metrics_every(Duration::ZERO).unwrap();
    while counted.0.load(Ordering::Relaxed) < 5 && since.elapsed() < Duration::from_mins(1) {
        thread::sleep(Duration::from_millis(1));
    }
    drop(publishing);
    let published = counted.0.load(Ordering::Relaxed);
    // The first one is at once.
    assert!((5..=u64::try_from(since.elapsed().as_millis()).unwrap() / 10 + 2).contains(&published), "{published}");
}

/// The only test with the global recorder, of which a process has one.
#[test]
fn a_thread_publishes_until_its_handle_is_dropped() {
    let (map, registry) = watched("by a thread");
    let _entry = map.enter(1, ());
    let publishing = registry.publish_metrics_every(Duration::from_millis(1)).unwrap();
    // Installed when the thread is at work already.
    let handle = PrometheusBuilder::new().install_recorder().unwrap();
    let since = Instant::now();
    let shown = || value(&handle.render(), "inflight_entries{map=\"by a thread\"}");
    while shown() != Some(1.0) && since.elapsed() < Duration::from_mins(1) {
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(shown(), Some(1.0));
    assert_eq!(format!("{publishing:?}"), "Publishing { .. }");
    drop(publishing);
    drop(registry);
    // The thread's clone of the registry is the last one that looks at the map.
    while Arc::weak_count(&map) > 0 && since.elapsed() < Duration::from_mins(1) {
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(Arc::weak_count(&map), 0);
}
