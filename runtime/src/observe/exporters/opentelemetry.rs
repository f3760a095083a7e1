//! The exporter for OpenTelemetry: observable instruments, whose values are read on each collection.

use super::super::{
    map_metrics::MapMetrics,
    metric_list::{COUNTERS, GAUGES, GaugeValue, MAP, OUTCOME},
    registry::Registry,
};
use crate::poison::lock;
use core::time::Duration;
use opentelemetry::{KeyValue, metrics::Meter};
use std::{
    string::String,
    sync::{Arc, Mutex},
    time::Instant,
    vec,
    vec::Vec,
};

impl Registry {
    /// Creates observable instruments for all maps of this registry. Call it once per meter provider.
    ///
    /// The instruments are read when a reader of the provider collects. They keep the registry alive as long as the
    /// provider, but no map. Names have dots, as in `inflight.oldest_entry.age`; OpenTelemetry's exporters convert it
    /// to `inflight_oldest_entry_age_seconds` for Prometheus.
    ///
    /// `inflight.entries` is an `UpDownCounter`, as OpenTelemetry's conventions ask for; the peak, the limit and the age
    /// are gauges. A collection takes as long as [`map_metrics`](Self::map_metrics).
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{InflightMap, observe::Registry};
    /// use std::sync::Arc;
    ///
    /// let uploads = Arc::new(InflightMap::<u64>::builder().name("uploads").build());
    /// let registry = Registry::new();
    /// registry.watch(&uploads);
    /// registry.observe_with(&opentelemetry::global::meter("uploads"));
    /// ```
    pub fn observe_with(&self, meter: &Meter) {
        let collection = Arc::new(Mutex::new(Collection::default()));
        let mut instruments = 0..;
        let mut reader = || {
            let (registry, collection) = (self.clone(), Arc::clone(&collection));
            let instrument = instruments.next().unwrap_or(u32::MAX);
            move || Collection::read(&collection, &registry, instrument)
        };
        for gauge in &GAUGES {
            let read = reader();
            match gauge.value {
                GaugeValue::Entries(value) if gauge.adds_up => {
                    let builder = meter.i64_observable_up_down_counter(gauge.dotted).with_unit(gauge.unit);
                    let observed = builder.with_description(gauge.help).with_callback(move |observer| {
                        for series in &*read() {
                            if let Some(value) = value(series) {
                                let value = i64::try_from(value).unwrap_or(i64::MAX);
                                observer.observe(value, &labels(series, None));
                            }
                        }
                    });
                    observed.build();
                }
                GaugeValue::Entries(value) => {
                    let builder = meter.u64_observable_gauge(gauge.dotted).with_unit(gauge.unit);
                    let observed = builder.with_description(gauge.help).with_callback(move |observer| {
                        for series in &*read() {
                            if let Some(value) = value(series) {
                                observer.observe(value, &labels(series, None));
                            }
                        }
                    });
                    observed.build();
                }
                GaugeValue::Seconds(value) => {
                    let builder = meter.f64_observable_gauge(gauge.dotted).with_unit(gauge.unit);
                    let observed = builder.with_description(gauge.help).with_callback(move |observer| {
                        for series in &*read() {
                            if let Some(value) = value(series) {
                                observer.observe(value, &labels(series, None));
                            }
                        }
                    });
                    observed.build();
                }
            }
        }
        for counter in &COUNTERS {
            let read = reader();
            let builder = meter.u64_observable_counter(counter.dotted).with_unit(counter.unit);
            let observed = builder.with_description(counter.help).with_callback(move |observer| {
                for series in &*read() {
                    for sample in counter.samples {
                        if let Some(value) = (sample.value)(series) {
                            observer.observe(value, &labels(series, sample.outcome));
                        }
                    }
                }
            });
            observed.build();
        }
    }
}

fn labels(series: &MapMetrics, outcome: Option<&'static str>) -> Vec<KeyValue> {
    let mut labels = vec![KeyValue::new(MAP, String::clone(&series.map))];
    labels.extend(outcome.map(|outcome| KeyValue::new(OUTCOME, outcome)));
    labels
}

/// The metrics of one collection. All instruments share them, so that the maps are read once per collection, and the
/// values are consistent.
#[derive(Default)]
struct Collection {
    read: Option<(Instant, Arc<Vec<MapMetrics>>)>,
    /// The instruments that have observed these metrics. If one of them observes again, a new collection has begun.
    shown: Vec<u32>,
}

impl Collection {
    /// The maximum duration of a collection. Without it, an instrument could observe old metrics if a view drops the
    /// other instruments.
    const LASTS: Duration = Duration::from_millis(100);

    fn read(collection: &Mutex<Self>, registry: &Registry, instrument: u32) -> Arc<Vec<MapMetrics>> {
        {
            let mut collection = lock(collection);
            if let Some((when, metrics)) = collection.read.clone() {
                if when.elapsed() < Self::LASTS && !collection.shown.contains(&instrument) {
                    collection.shown.push(instrument);
                    return metrics;
                }
            }
        }
        // Without the lock, since the maps may be user code.
        let metrics = Arc::new(registry.map_metrics());
        let mut collection = lock(collection);
        collection.read = Some((Instant::now(), Arc::clone(&metrics)));
        collection.shown.clear();
        collection.shown.push(instrument);
        metrics
    }
}
