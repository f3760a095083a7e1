//! The metrics that every exporter shows: names, help texts, and the numbers behind them. To add a metric, add it here.

use super::map_metrics::MapMetrics;

pub(super) const MAP: &str = "map";
pub(super) const OUTCOME: &str = "outcome";

/// Goes up and down.
pub(super) struct Gauge {
    /// As Prometheus has it.
    #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
    pub(super) name: &'static str,
    /// As OpenTelemetry has it, whose bridges to Prometheus make the other name of it.
    #[cfg(feature = "opentelemetry")]
    pub(super) dotted: &'static str,
    pub(super) help: &'static str,
    pub(super) value: GaugeValue,
}

#[derive(Clone, Copy)]
pub(super) enum GaugeValue {
    Entries(fn(&MapMetrics) -> Option<u64>),
    Seconds(fn(&MapMetrics) -> f64),
}

/// Only rises.
pub(super) struct Counter {
    #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
    pub(super) name: &'static str,
    #[cfg(feature = "opentelemetry")]
    pub(super) dotted: &'static str,
    pub(super) help: &'static str,
    pub(super) samples: &'static [Sample],
}

/// One of the numbers that a counter shows of each map.
pub(super) struct Sample {
    pub(super) outcome: Option<&'static str>,
    pub(super) value: fn(&MapMetrics) -> u64,
}

pub(super) const GAUGES: [Gauge; 4] = [
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_entries",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entries",
        help: "Entries in the map",
        value: GaugeValue::Entries(|metrics| Some(metrics.entries)),
    },
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_entries_peak",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entries.peak",
        help: "The most entries that were in the map at once",
        value: GaugeValue::Entries(|metrics| Some(metrics.peak)),
    },
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_limit",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.limit",
        help: "The most entries that are as they should be",
        value: GaugeValue::Entries(|metrics| metrics.limit),
    },
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_oldest_entry_age_seconds",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.oldest_entry.age",
        help: "How long ago the oldest entry was made",
        value: GaugeValue::Seconds(|metrics| metrics.oldest_entry_age.as_secs_f64()),
    },
];

pub(super) const COUNTERS: [Counter; 3] = [
    Counter {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_entered_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entered",
        help: "Entries that were made",
        samples: &[Sample { outcome: None, value: |metrics| metrics.entered }],
    },
    Counter {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_exited_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.exited",
        help: "Entries that were removed",
        samples: &[
            Sample { outcome: Some("ended"), value: |metrics| metrics.ended },
            Sample { outcome: Some("panicked"), value: |metrics| metrics.panicked },
        ],
    },
    Counter {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_excesses_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.excesses",
        help: "How often the map went above its limit",
        samples: &[Sample { outcome: None, value: |metrics| metrics.excesses }],
    },
];
