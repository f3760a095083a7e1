//! The metrics of every exporter: names, help texts and values. To add a metric, add it here.

use super::map_metrics::MapMetrics;

pub(super) const MAP: &str = "map";
pub(super) const OUTCOME: &str = "outcome";

/// A value that may decrease.
pub(super) struct Gauge {
    /// The name in Prometheus.
    #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client", feature = "prometheus-client026"))]
    pub(super) name: &'static str,
    /// The name in OpenTelemetry, from which its exporters for Prometheus derive `name`.
    #[cfg(feature = "opentelemetry")]
    pub(super) dotted: &'static str,
    /// Whether the values of several processes add up to a meaningful one: an `UpDownCounter` in OpenTelemetry, whose
    /// conventions ask for one there (`http.server.active_requests`).
    #[cfg(feature = "opentelemetry")]
    pub(super) adds_up: bool,
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
    #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client", feature = "prometheus-client026"))]
    pub(super) name: &'static str,
    #[cfg(feature = "opentelemetry")]
    pub(super) dotted: &'static str,
    /// What is counted, as OpenTelemetry writes a unit.
    #[cfg(feature = "opentelemetry")]
    pub(super) unit: &'static str,
    pub(super) help: &'static str,
    pub(super) samples: &'static [Sample],
}

/// One value of a counter, for each map.
pub(super) struct Sample {
    pub(super) outcome: Option<&'static str>,
    pub(super) value: fn(&MapMetrics) -> u64,
}

pub(super) const GAUGES: [Gauge; 4] = [
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client", feature = "prometheus-client026"))]
        name: "inflight_entries",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entries",
        #[cfg(feature = "opentelemetry")]
        adds_up: true,
        help: "Number of entries",
        value: GaugeValue::Entries(|metrics| Some(metrics.entries)),
    },
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client", feature = "prometheus-client026"))]
        name: "inflight_entries_peak",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entries.peak",
        #[cfg(feature = "opentelemetry")]
        adds_up: false,
        help: "Highest number of entries at one moment",
        value: GaugeValue::Entries(|metrics| Some(metrics.peak)),
    },
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client", feature = "prometheus-client026"))]
        name: "inflight_limit",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.limit",
        #[cfg(feature = "opentelemetry")]
        adds_up: false,
        help: "Configured limit of the number of entries",
        value: GaugeValue::Entries(|metrics| metrics.limit),
    },
    Gauge {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client", feature = "prometheus-client026"))]
        name: "inflight_oldest_entry_age_seconds",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.oldest_entry.age",
        #[cfg(feature = "opentelemetry")]
        adds_up: false,
        help: "Age of the oldest entry in seconds",
        value: GaugeValue::Seconds(|metrics| metrics.oldest_entry_age.as_secs_f64()),
    },
];

pub(super) const COUNTERS: [Counter; 3] = [
    Counter {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client", feature = "prometheus-client026"))]
        name: "inflight_entered_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entered",
        #[cfg(feature = "opentelemetry")]
        unit: "{entry}",
        help: "Number of entries inserted",
        samples: &[Sample { outcome: None, value: |metrics| metrics.entered }],
    },
    Counter {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client", feature = "prometheus-client026"))]
        name: "inflight_exited_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.exited",
        #[cfg(feature = "opentelemetry")]
        unit: "{entry}",
        help: "Number of entries removed",
        samples: &[
            Sample { outcome: Some("ended"), value: |metrics| metrics.ended },
            Sample { outcome: Some("panicked"), value: |metrics| metrics.panicked },
        ],
    },
    Counter {
        #[cfg(any(feature = "metrics", feature = "prometheus", feature = "prometheus-client", feature = "prometheus-client026"))]
        name: "inflight_excesses_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.excesses",
        #[cfg(feature = "opentelemetry")]
        unit: "{excess}",
        help: "Number of times that the map exceeded its limit",
        samples: &[Sample { outcome: None, value: |metrics| metrics.excesses }],
    },
];
