//! Observable instruments, collected by OpenTelemetry's SDK into memory and written as Prometheus would name them.

use crate::shown::Exporter;
use opentelemetry::{KeyValue, metrics::MeterProvider as _};
use opentelemetry_sdk::metrics::{
    InMemoryMetricExporter, PeriodicReader, SdkMeterProvider,
    data::{AggregatedMetrics, Metric, MetricData, ScopeMetrics},
};
use scoped_entry::{
    EntryInfo, InflightMap, Stats,
    observe::{Observed, Registry},
};
use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

struct Collected {
    memory: InMemoryMetricExporter,
    provider: SdkMeterProvider,
}

impl Exporter for Collected {
    fn new(registry: &Registry) -> Self {
        let memory = InMemoryMetricExporter::default();
        let provider = SdkMeterProvider::builder().with_reader(PeriodicReader::builder(memory.clone()).build()).build();
        registry.observe_with(&provider.meter("test"));
        Self { memory, provider }
    }

    fn scrape(&self) -> String {
        self.memory.reset();
        self.provider.force_flush().unwrap();
        let mut page = String::new();
        for collected in self.memory.get_finished_metrics().unwrap() {
            let metrics = collected.scope_metrics().flat_map(ScopeMetrics::metrics);
            metrics.for_each(|metric| write_metric(&mut page, metric));
        }
        page
    }
}

fn write_metric(page: &mut String, metric: &Metric) {
    match metric.data() {
        AggregatedMetrics::F64(MetricData::Gauge(gauge)) => {
            assert_eq!(metric.unit(), "s");
            let name = format!("{}_seconds", metric.name());
            gauge.data_points().for_each(|point| write_line(page, &name, point.attributes(), point.value()));
        }
        // A gauge in Prometheus.
        AggregatedMetrics::I64(MetricData::Sum(sum)) => {
            assert!(!sum.is_monotonic());
            assert_eq!((metric.name(), metric.unit()), ("inflight.entries", "{entry}"));
            sum.data_points().for_each(|point| write_line(page, metric.name(), point.attributes(), point.value()));
        }
        AggregatedMetrics::U64(MetricData::Gauge(gauge)) => {
            assert_eq!(metric.unit(), "{entry}");
            gauge.data_points().for_each(|point| write_line(page, metric.name(), point.attributes(), point.value()));
        }
        AggregatedMetrics::U64(MetricData::Sum(sum)) => {
            assert!(sum.is_monotonic());
            let unit = match metric.name() {
                "inflight.excesses" => "{excess}",
                "inflight.replies" => "{reply}",
                _ => "{entry}",
            };
            assert_eq!(metric.unit(), unit);
            let name = format!("{}_total", metric.name());
            sum.data_points().for_each(|point| write_line(page, &name, point.attributes(), point.value()));
        }
        other => panic!("{other:?}"),
    }
}

fn write_line<'a>(
    page: &mut String,
    name: &str,
    attributes: impl Iterator<Item = &'a KeyValue>,
    value: impl std::fmt::Display,
) {
    let mut labels: Vec<_> = attributes.map(|label| format!("{}=\"{}\"", label.key, label.value)).collect();
    labels.sort();
    writeln!(page, "{}{{{}}} {value}", name.replace('.', "_"), labels.join(",")).unwrap();
}

every_exporter!(Collected);

#[test]
fn the_registry_keeps_no_map_alive_for_the_provider() {
    let map = Arc::new(InflightMap::<u64>::new());
    let registry = Registry::new();
    registry.watch(&map);
    let collected = Collected::new(&registry);
    collected.scrape();
    assert_eq!(Arc::strong_count(&map), 1);
}

#[test]
fn a_collection_asks_each_map_once() {
    #[derive(Default)]
    struct Asked(AtomicUsize);

    impl Observed for Asked {
        fn name(&self) -> Option<&str> {
            None
        }

        fn stats(&self) -> Stats {
            self.0.fetch_add(1, Ordering::Relaxed);
            let mut stats = Stats::default();
            stats.limit = Some(1);
            stats
        }

        fn oldest_entries(&self, _: usize) -> Vec<EntryInfo> {
            Vec::new()
        }
    }

    let map = Arc::new(Asked::default());
    let registry = Registry::new();
    registry.watch(&map);
    let collected = Collected::new(&registry);
    for collections in 1..4 {
        collected.scrape();
        // A collection that the machine held up for longer than numbers stay fresh asks again.
        assert!((collections..=7 * collections).contains(&map.0.load(Ordering::Relaxed)));
    }
}
