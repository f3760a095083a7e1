//! The metrics of every exporter: names, help texts and values. To add a metric, add it here.

use super::map_metrics::MapMetrics;

pub(super) const MAP: &str = "map";
pub(super) const OUTCOME: &str = "outcome";

/// A value that may decrease.
pub(super) struct Gauge {
    /// The name in Prometheus.
    #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
    pub(super) name: &'static str,
    /// The name in OpenTelemetry, from which its exporters for Prometheus derive `name`.
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

/// A value that never decreases.
pub(super) struct Counter {
    #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
    pub(super) name: &'static str,
    #[cfg(feature = "opentelemetry")]
    pub(super) dotted: &'static str,
    pub(super) help: &'static str,
    pub(super) samples: &'static [Sample],
}

/// One value of a counter, for each map.
pub(super) struct Sample {
    pub(super) outcome: Option<&'static str>,
    /// `None` for maps that do not count this.
    pub(super) value: fn(&MapMetrics) -> Option<u64>,
}

pub(super) const GAUGES: [Gauge; 4] = [
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_entries",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entries",
        help: "Number of entries",
        value: GaugeValue::Entries(|metrics| Some(metrics.entries)),
    },
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_entries_peak",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entries.peak",
        help: "Highest number of entries at one moment",
        value: GaugeValue::Entries(|metrics| Some(metrics.peak)),
    },
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_limit",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.limit",
        help: "Configured limit of the number of entries",
        value: GaugeValue::Entries(|metrics| metrics.limit),
    },
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_oldest_entry_age_seconds",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.oldest_entry.age",
        help: "Age of the oldest entry in seconds",
        value: GaugeValue::Seconds(|metrics| metrics.oldest_entry_age.as_secs_f64()),
    },
];

pub(super) const COUNTERS: [Counter; 4] = [
    Counter {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_entered_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entered",
        help: "Number of entries inserted",
        samples: &[Sample { outcome: None, value: |metrics| Some(metrics.entered) }],
    },
    Counter {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_exited_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.exited",
        help: "Number of entries removed",
        samples: &[
            Sample { outcome: Some("ended"), value: |metrics| Some(metrics.ended) },
            Sample { outcome: Some("panicked"), value: |metrics| Some(metrics.panicked) },
        ],
    },
    Counter {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_excesses_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.excesses",
        help: "Number of times that the map exceeded its limit",
        samples: &[Sample { outcome: None, value: |metrics| Some(metrics.excesses) }],
    },
    Counter {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client"))]
        name: "inflight_replies_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.replies",
        help: "Number of replies of maps whose entries wait for one",
        samples: &[
            Sample { outcome: Some("completed"), value: |metrics| Some(metrics.replies?.completed) },
            Sample { outcome: Some("closed"), value: |metrics| Some(metrics.replies?.closed) },
            Sample { outcome: Some("unclaimed"), value: |metrics| Some(metrics.replies?.unclaimed) },
        ],
    },
];
