//! The registry as observable instruments of OpenTelemetry: read when they are collected.

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
    /// Makes observable instruments that show all maps of this registry: once for each meter provider.
    ///
    /// They are read when the provider's reader collects, and keep the registry for as long as the provider lives, but no
    /// map. The names have dots, `inflight.oldest_entry.age`, as is the custom there; by OpenTelemetry's rules for
    /// Prometheus that is `inflight_oldest_entry_age_seconds`, and so on.
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
                GaugeValue::Entries(value) => {
                    let builder = meter.u64_observable_gauge(gauge.dotted).with_unit("{entry}");
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
                    let builder = meter.f64_observable_gauge(gauge.dotted).with_unit("s");
                    let observed = builder.with_description(gauge.help).with_callback(move |observer| {
                        read().iter().for_each(|series| observer.observe(value(series), &labels(series, None)));
                    });
                    observed.build();
                }
            }
        }
        for counter in &COUNTERS {
            let read = reader();
            let builder = meter.u64_observable_counter(counter.dotted).with_description(counter.help);
            let observed = builder.with_callback(move |observer| {
                for series in &*read() {
                    for sample in counter.samples {
                        observer.observe((sample.value)(series), &labels(series, sample.outcome));
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

/// What all instruments show of one collection: so the maps are asked once, not once by each, and what is shown fits
/// together.
#[derive(Default)]
struct Collection {
    read: Option<(Instant, Arc<Vec<MapMetrics>>)>,
    /// The instruments that have shown it. One that comes again has come for the next collection.
    shown: Vec<u32>,
}

impl Collection {
    /// No collection takes longer. Where views leave out instruments, others would show old numbers.
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
        // Without the lock: the maps may be a user's own.
        let metrics = Arc::new(registry.map_metrics());
        let mut collection = lock(collection);
        collection.read = Some((Instant::now(), Arc::clone(&metrics)));
        collection.shown.clear();
        collection.shown.push(instrument);
        metrics
    }
}
