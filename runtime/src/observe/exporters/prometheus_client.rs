//! The exporter for the `prometheus-client` crate: a collector, whose values are read on each scrape. For two versions of
//! the crate, whose traits are different ones.

macro_rules! collector {
    ($(#[$doc:meta])* $feature:literal, $module:ident, $client:ident) => {
        #[cfg(feature = $feature)]
        mod $module {
            use super::super::super::{
                map_metrics::MapMetrics,
                metric_list::{COUNTERS, Counter, GAUGES, Gauge, GaugeValue, MAP, OUTCOME},
                registry::Registry,
            };
            use ::$client::{
                collector::Collector,
                encoding::{DescriptorEncoder, EncodeMetric as _},
                metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
            };
            use core::fmt;

            $(#[$doc])*
            impl Collector for Registry {
                fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
                    let series = self.map_metrics();
                    for gauge in &GAUGES {
                        encode_gauge(&mut encoder, gauge, &series)?;
                    }
                    for counter in &COUNTERS {
                        encode_counter(&mut encoder, counter, &series)?;
                    }
                    Ok(())
                }
            }

            fn encode_gauge(encoder: &mut DescriptorEncoder<'_>, gauge: &Gauge, series: &[MapMetrics]) -> fmt::Result {
                let is_absent = |series: &MapMetrics| match gauge.value {
                    GaugeValue::Entries(value) => value(series).is_none(),
                    GaugeValue::Seconds(value) => value(series).is_none(),
                };
                if series.iter().all(is_absent) {
                    return Ok(());
                }
                let mut family = encoder.encode_descriptor(gauge.name, gauge.help, None, MetricType::Gauge)?;
                for series in series {
                    let labels = [(MAP, series.map.as_str())];
                    match gauge.value {
                        GaugeValue::Entries(value) => {
                            if let Some(value) = value(series) {
                                ConstGauge::new(value).encode(family.encode_family(&labels)?)?;
                            }
                        }
                        GaugeValue::Seconds(value) => {
                            if let Some(value) = value(series) {
                                ConstGauge::new(value).encode(family.encode_family(&labels)?)?;
                            }
                        }
                    }
                }
                Ok(())
            }

            fn encode_counter(encoder: &mut DescriptorEncoder<'_>, counter: &Counter, series: &[MapMetrics]) -> fmt::Result {
                let is_absent = |series: &MapMetrics| counter.samples.iter().all(|sample| (sample.value)(series).is_none());
                if series.iter().all(is_absent) {
                    return Ok(());
                }
                // The encoder adds the suffix.
                let name = counter.name.trim_end_matches("_total");
                let mut family = encoder.encode_descriptor(name, counter.help, None, MetricType::Counter)?;
                for series in series {
                    for sample in counter.samples {
                        let Some(value) = (sample.value)(series) else { continue };
                        let value = ConstCounter::new(value);
                        let map = (MAP, series.map.as_str());
                        match sample.outcome {
                            Some(outcome) => value.encode(family.encode_family(&[map, (OUTCOME, outcome)])?)?,
                            None => value.encode(family.encode_family(&[map])?)?,
                        }
                    }
                }
                Ok(())
            }
        }
    };
}

collector! {
    /// Exports all maps of the registry with the `prometheus-client` crate, version 0.25. Register a clone once; the maps are read on
    /// each scrape, which takes O(n) in the number of their entries.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{InflightMap, observe};
    /// use std::sync::Arc;
    ///
    /// let uploads = Arc::new(InflightMap::<u64>::builder().name("uploads").build());
    /// let maps = observe::Registry::new();
    /// maps.watch(&uploads);
    ///
    /// let mut registry = prometheus_client::registry::Registry::default();
    /// registry.register_collector(Box::new(maps.clone()));
    ///
    /// let guard = uploads.enter(7, ());
    /// let mut page = String::new();
    /// prometheus_client::encoding::text::encode(&mut page, &registry).unwrap();
    /// assert!(page.contains("inflight_entries{map=\"uploads\"} 1\n"), "{page}");
    /// # drop(guard);
    /// ```
    "prometheus-client", client025, prometheus_client
}

collector! {
    /// Exports all maps of the registry with the `prometheus-client` crate, version 0.26, as with version 0.25.
    "prometheus-client026", client026, prometheus_client026
}
