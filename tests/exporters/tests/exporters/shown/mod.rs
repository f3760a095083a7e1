//! What every exporter has to show, as text in Prometheus' format: each test file brings its exporter.

use scoped_entry::{InflightMap, PendingMap, UniqueMap, observe::Registry};
use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Arc,
    thread,
};

/// One exporter, of one registry.
pub(crate) trait Exporter {
    fn new(registry: &Registry) -> Self;

    /// A line for each sample, `name{label="value",…} value`, as a scrape at this moment sees them.
    fn scrape(&self) -> String;

    /// Whether a series is gone from the scrape when its maps are.
    const FORGETS: bool = true;
}

/// The value of a sample; `None` if it is not shown.
pub(crate) fn value(page: &str, sample: &str) -> Option<f64> {
    let (name, labels) = sample.split_once('{').expect("a sample has labels");
    let labels: Vec<_> = labels.trim_end_matches('}').split(',').collect();
    let mut values = page.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (shown, rest) = line.split_once('{')?;
        let (shown_labels, value) = rest.split_once("} ")?;
        // Exporters differ in the order, and may add labels of their own.
        let is_it = shown == name && labels.iter().all(|label| shown_labels.split(',').any(|shown| shown == *label));
        is_it.then(|| value.parse().expect("a value is a number"))
    });
    let value = values.next();
    assert_eq!(values.next(), None, "{sample} is shown twice:\n{page}");
    value
}

#[track_caller]
fn shows<const N: usize>(exporter: &impl Exporter, samples: [(&str, f64); N]) {
    let page = exporter.scrape();
    for (sample, expected) in samples {
        assert_eq!(value(&page, sample), Some(expected), "{sample} in\n{page}");
    }
}

pub(crate) fn every_number_of_a_map_is_shown<E: Exporter>() {
    let map = Arc::new(InflightMap::<u64>::builder().name("lookups").limit(2).build());
    let registry = Registry::new();
    registry.watch(&map);
    let exporter = E::new(&registry);
    let entries: Vec<_> = (0..3).map(|id| map.enter(id, ())).collect();
    drop(catch_unwind(AssertUnwindSafe(|| {
        let _entry = map.enter(3, ());
        resume_unwind(Box::new("as a handler does"));
    })));
    let mut entries = entries.into_iter();
    drop(entries.next());
    shows(
        &exporter,
        [
            ("inflight_entries{map=\"lookups\"}", 2.0),
            ("inflight_entries_peak{map=\"lookups\"}", 4.0),
            ("inflight_limit{map=\"lookups\"}", 2.0),
            ("inflight_entered_total{map=\"lookups\"}", 4.0),
            ("inflight_exited_total{map=\"lookups\",outcome=\"ended\"}", 1.0),
            ("inflight_exited_total{map=\"lookups\",outcome=\"panicked\"}", 1.0),
            ("inflight_excesses_total{map=\"lookups\"}", 1.0),
        ],
    );
    let age = value(&exporter.scrape(), "inflight_oldest_entry_age_seconds{map=\"lookups\"}").unwrap();
    assert!((0.0..60.0).contains(&age), "{age}");
    drop(entries);
    shows(
        &exporter,
        [
            ("inflight_entries{map=\"lookups\"}", 0.0),
            ("inflight_oldest_entry_age_seconds{map=\"lookups\"}", 0.0),
            ("inflight_exited_total{map=\"lookups\",outcome=\"ended\"}", 3.0),
        ],
    );
}

pub(crate) fn a_map_without_limit_shows_none<E: Exporter>() {
    let map = Arc::new(UniqueMap::<u64>::builder().name("payments").build());
    let registry = Registry::new();
    registry.watch(&map);
    let page = E::new(&registry).scrape();
    assert_eq!(value(&page, "inflight_limit{map=\"payments\"}"), None, "{page}");
    assert_eq!(value(&page, "inflight_entries{map=\"payments\"}"), Some(0.0), "{page}");
    assert_eq!(value(&page, "inflight_excesses_total{map=\"payments\"}"), Some(0.0), "{page}");
}

pub(crate) fn replies_are_counted_by_outcome<E: Exporter>() {
    let calls = Arc::new(PendingMap::<u64, u32>::builder().name("calls").build());
    let others = Arc::new(InflightMap::<u64>::builder().name("others").build());
    let registry = Registry::new();
    registry.watch(&calls);
    registry.watch_with_keys(&others, ToString::to_string);
    let guards = [1, 2, 3].map(|id| calls.try_enter(id).unwrap());
    assert_eq!((calls.complete(&1, 0), calls.complete(&1, 0)), (Ok(()), Err(0)));
    calls.close();
    drop(guards);
    let exporter = E::new(&registry);
    shows(
        &exporter,
        [
            ("inflight_replies_total{map=\"calls\",outcome=\"completed\"}", 1.0),
            ("inflight_replies_total{map=\"calls\",outcome=\"closed\"}", 2.0),
            ("inflight_replies_total{map=\"calls\",outcome=\"unclaimed\"}", 1.0),
            ("inflight_exited_total{map=\"calls\",outcome=\"ended\"}", 3.0),
        ],
    );
    let page = exporter.scrape();
    assert_eq!(value(&page, "inflight_replies_total{map=\"others\",outcome=\"completed\"}"), None, "{page}");
}

pub(crate) fn maps_of_one_registry_are_shown_together_also_those_added_later<E: Exporter>() {
    let registry = Registry::new();
    let exporter = E::new(&registry);
    assert!(!exporter.scrape().contains("map=\""), "no map, no series");
    let first = Arc::new(InflightMap::<u64>::builder().name("first").build());
    registry.watch(&first);
    registry.watch(&first);
    let _entry = first.enter(1, ());
    shows(&exporter, [("inflight_entries{map=\"first\"}", 1.0)]);
    let second = Arc::new(UniqueMap::<u64>::builder().name("second").build());
    registry.watch(&second);
    let _entries = [1, 2].map(|id| second.try_enter(id, ()));
    shows(&exporter, [("inflight_entries{map=\"first\"}", 1.0), ("inflight_entries{map=\"second\"}", 2.0)]);
}

pub(crate) fn keys_are_not_shown<E: Exporter>() {
    let map = Arc::new(InflightMap::<&str>::new());
    let registry = Registry::new();
    registry.watch(&map);
    let exporter = E::new(&registry);
    let _entry = map.enter("client 4711", ());
    assert!(!exporter.scrape().contains("4711"));
}

pub(crate) fn maps_without_a_name_add_up_as_unnamed<E: Exporter>() {
    let maps = [1, 2].map(|_| Arc::new(InflightMap::<u64>::new()));
    let registry = Registry::new();
    for map in &maps {
        registry.watch(map);
    }
    let exporter = E::new(&registry);
    let _entries = maps.each_ref().map(|map| map.enter(1, ()));
    shows(&exporter, [("inflight_entries{map=\"unnamed\"}", 2.0)]);
}

pub(crate) fn maps_of_one_name_add_up_and_their_counters_survive_one_of_them<E: Exporter>() {
    let [gone, stays] =
        [10, 20].map(|limit| Arc::new(InflightMap::<u64>::builder().name("shard").limit(limit).build()));
    let registry = Registry::new();
    registry.watch(&gone);
    registry.watch(&stays);
    let exporter = E::new(&registry);
    drop(gone.enter(1, ()));
    let _entries = [gone.enter(2, ()), stays.enter(3, ())].map(std::mem::forget);
    shows(
        &exporter,
        [
            ("inflight_entries{map=\"shard\"}", 2.0),
            ("inflight_limit{map=\"shard\"}", 30.0),
            ("inflight_entered_total{map=\"shard\"}", 3.0),
            ("inflight_exited_total{map=\"shard\",outcome=\"ended\"}", 1.0),
        ],
    );
    drop(gone);
    shows(
        &exporter,
        [
            ("inflight_entries{map=\"shard\"}", 1.0),
            ("inflight_limit{map=\"shard\"}", 20.0),
            ("inflight_entered_total{map=\"shard\"}", 3.0),
            ("inflight_exited_total{map=\"shard\",outcome=\"ended\"}", 1.0),
        ],
    );
}

pub(crate) fn a_map_that_is_dropped_ends_its_series<E: Exporter>() {
    let registry = Registry::new();
    let [gone, stays] =
        ["gone", "stays"].map(|name| Arc::new(InflightMap::<u64>::builder().name(name).limit(1).build()));
    registry.watch(&gone);
    registry.watch(&stays);
    let exporter = E::new(&registry);
    drop(gone.enter(1, ()));
    shows(&exporter, [("inflight_entered_total{map=\"gone\"}", 1.0)]);
    drop(gone);
    let page = exporter.scrape();
    assert!(page.contains("map=\"stays\""), "{page}");
    if E::FORGETS {
        assert!(!page.contains("map=\"gone\""), "{page}");
    } else {
        for gauge in ["entries", "entries_peak", "limit", "oldest_entry_age_seconds"] {
            assert_eq!(value(&page, &format!("inflight_{gauge}{{map=\"gone\"}}")), Some(0.0), "{page}");
        }
        assert_eq!(value(&page, "inflight_entered_total{map=\"gone\"}"), Some(1.0), "{page}");
    }
}

pub(crate) fn a_map_that_replaces_another_between_two_scrapes_goes_on_where_that_was<E: Exporter>() {
    let registry = Registry::new();
    let exporter = E::new(&registry);
    let make = || {
        let map = Arc::new(InflightMap::<u64>::builder().name("pool").build());
        registry.watch(&map);
        map
    };
    let first = make();
    (0..5).for_each(|id| drop(first.enter(id, ())));
    shows(&exporter, [("inflight_entered_total{map=\"pool\"}", 5.0)]);
    drop(first);
    let second = make();
    drop(second.enter(1, ()));
    shows(&exporter, [("inflight_entered_total{map=\"pool\"}", 6.0)]);
}

/// Scrapes while calls enter and leave: no counter may ever be less than it was.
pub(crate) fn counters_never_go_backwards<E: Exporter>() {
    let map = Arc::new(InflightMap::<u64>::builder().name("busy").build());
    let registry = Registry::new();
    registry.watch(&map);
    let exporter = E::new(&registry);
    thread::scope(|scope| {
        let calls: Vec<_> =
            (0..2).map(|_| scope.spawn(|| (0..20_000).for_each(|id| drop(map.enter(id, ()))))).collect();
        let mut before = [0.0; 2];
        while !calls.iter().all(thread::ScopedJoinHandle::is_finished) {
            let page = exporter.scrape();
            let samples =
                ["inflight_entered_total{map=\"busy\"}", "inflight_exited_total{map=\"busy\",outcome=\"ended\"}"];
            let now = samples.map(|sample| value(&page, sample).unwrap());
            assert!(now[0] >= before[0] && now[1] >= before[1], "{before:?}, then {now:?}");
            assert!(now[1] <= now[0], "more have left than entered: {now:?}");
            before = now;
        }
    });
    shows(&exporter, [("inflight_entered_total{map=\"busy\"}", 40_000.0), ("inflight_entries{map=\"busy\"}", 0.0)]);
}

/// A test for each of what every exporter has to show.
macro_rules! every_exporter {
    ($exporter:ty: $($test:ident)*) => {
        $(#[test]
        fn $test() {
            $crate::shown::$test::<$exporter>();
        })*
    };
    ($exporter:ty) => {
        every_exporter! { $exporter:
            every_number_of_a_map_is_shown
            a_map_without_limit_shows_none
            replies_are_counted_by_outcome
            maps_of_one_registry_are_shown_together_also_those_added_later
            keys_are_not_shown
            maps_without_a_name_add_up_as_unnamed
            maps_of_one_name_add_up_and_their_counters_survive_one_of_them
            a_map_that_is_dropped_ends_its_series
            a_map_that_replaces_another_between_two_scrapes_goes_on_where_that_was
            counters_never_go_backwards
        }
    };
}
