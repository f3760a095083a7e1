//! The exporter for the `prometheus` crate: a collector, whose values are read on each `gather`.

use super::super::{
    map_metrics::MapMetrics,
    metric_list::{COUNTERS, Counter, GAUGES, Gauge, GaugeValue, MAP, OUTCOME},
    registry::Registry,
};
use prometheus::{
    GaugeVec, IntCounterVec, IntGaugeVec, Opts,
    core::{Collector, Desc},
    proto::MetricFamily,
};
use std::{collections::HashMap, string::ToString, sync::OnceLock, vec, vec::Vec};

/// Exports all maps of the registry with the `prometheus` crate. Register a clone once; the maps are read on each
/// `gather`, which takes O(n) in the number of their entries.
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
/// let registry = prometheus::Registry::new();
/// registry.register(Box::new(maps.clone())).unwrap();
///
/// let guard = uploads.enter(7, ());
/// let page = prometheus::TextEncoder::new().encode_to_string(&registry.gather()).unwrap();
/// assert!(page.contains("inflight_entries{map=\"uploads\"} 1\n"), "{page}");
/// # drop(guard);
/// ```
impl Collector for Registry {
    fn desc(&self) -> Vec<&Desc> {
        static DESCRIPTIONS: OnceLock<Vec<Desc>> = OnceLock::new();
        DESCRIPTIONS.get_or_init(descriptions).iter().collect()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        let series = self.map_metrics();
        let gauges = GAUGES.iter().flat_map(|gauge| gauge_family(gauge, &series).unwrap_or_default());
        let counters = COUNTERS.iter().flat_map(|counter| counter_family(counter, &series).unwrap_or_default());
        // The text encoder rejects a family without samples.
        gauges.chain(counters).filter(|family| !family.get_metric().is_empty()).collect()
    }
}

// The errors below are for invalid names and for a wrong number of labels, which `metric_list` does not have.

fn descriptions() -> Vec<Desc> {
    let gauges = GAUGES.iter().map(|gauge| (gauge.name, gauge.help, &[MAP][..]));
    let counters = COUNTERS.iter().map(|counter| (counter.name, counter.help, counter.labels()));
    let description = |(name, help, labels): (&str, &str, &[&str])| {
        let labels = labels.iter().map(ToString::to_string).collect();
        Desc::new(name.to_string(), help.to_string(), labels, HashMap::new()).ok()
    };
    gauges.chain(counters).filter_map(description).collect()
}

fn gauge_family(gauge: &Gauge, series: &[MapMetrics]) -> prometheus::Result<Vec<MetricFamily>> {
    let opts = Opts::new(gauge.name, gauge.help);
    match gauge.value {
        GaugeValue::Entries(value) => {
            let family = IntGaugeVec::new(opts, &[MAP])?;
            for (series, value) in series.iter().filter_map(|series| value(series).map(|value| (series, value))) {
                let value = i64::try_from(value).unwrap_or(i64::MAX);
                family.get_metric_with_label_values(&[series.map.as_str()])?.set(value);
            }
            Ok(family.collect())
        }
        GaugeValue::Seconds(value) => {
            let family = GaugeVec::new(opts, &[MAP])?;
            for (series, value) in series.iter().filter_map(|series| value(series).map(|value| (series, value))) {
                family.get_metric_with_label_values(&[series.map.as_str()])?.set(value);
            }
            Ok(family.collect())
        }
    }
}

fn counter_family(counter: &Counter, series: &[MapMetrics]) -> prometheus::Result<Vec<MetricFamily>> {
    let family = IntCounterVec::new(Opts::new(counter.name, counter.help), counter.labels())?;
    for series in series {
        for sample in counter.samples {
            let Some(value) = (sample.value)(series) else { continue };
            let mut values = vec![series.map.as_str()];
            values.extend(sample.outcome);
            family.get_metric_with_label_values(&values)?.inc_by(value);
        }
    }
    Ok(family.collect())
}

impl Counter {
    fn labels(&self) -> &'static [&'static str] {
        if self.samples.iter().any(|sample| sample.outcome.is_some()) { &[MAP, OUTCOME] } else { &[MAP] }
    }
}
