//! The metrics of every exporter: names, help texts and values. To add a metric, add it here.

use super::map_metrics::MapMetrics;

pub(super) const MAP: &str = "map";
pub(super) const OUTCOME: &str = "outcome";

/// A value that may decrease.
pub(super) struct Gauge {
    /// The name in Prometheus.
    #[cfg(any(
        feature = "metrics",
        feature = "prometheus",
        feature = "prometheus-client",
        feature = "prometheus-client026"
    ))]
    pub(super) name: &'static str,
    /// The name in OpenTelemetry, from which its exporters for Prometheus derive `name`.
    #[cfg(feature = "opentelemetry")]
    pub(super) dotted: &'static str,
    /// Whether the values of several processes add up to a meaningful one: an `UpDownCounter` in OpenTelemetry, whose
    /// conventions ask for one there (`http.server.active_requests`).
    #[cfg(feature = "opentelemetry")]
    pub(super) adds_up: bool,
    /// What is counted, as OpenTelemetry writes a unit.
    #[cfg(feature = "opentelemetry")]
    pub(super) unit: &'static str,
    pub(super) help: &'static str,
    pub(super) value: GaugeValue,
}

#[derive(Clone, Copy)]
pub(super) enum GaugeValue {
    Entries(fn(&MapMetrics) -> Option<u64>),
    Seconds(fn(&MapMetrics) -> Option<f64>),
}

/// A value that never decreases.
pub(super) struct Counter {
    #[cfg(any(
        feature = "metrics",
        feature = "prometheus",
        feature = "prometheus-client",
        feature = "prometheus-client026"
    ))]
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
    pub(super) value: fn(&MapMetrics) -> Option<u64>,
}

pub(super) const GAUGES: [Gauge; 7] = [
    Gauge {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_entries",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entries",
        #[cfg(feature = "opentelemetry")]
        adds_up: true,
        #[cfg(feature = "opentelemetry")]
        unit: "{entry}",
        help: "Number of entries",
        value: GaugeValue::Entries(|metrics| Some(metrics.entries)),
    },
    Gauge {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_entries_peak",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entries.peak",
        #[cfg(feature = "opentelemetry")]
        adds_up: false,
        #[cfg(feature = "opentelemetry")]
        unit: "{entry}",
        help: "Highest number of entries at one moment",
        value: GaugeValue::Entries(|metrics| Some(metrics.peak)),
    },
    Gauge {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_limit",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.limit",
        #[cfg(feature = "opentelemetry")]
        adds_up: false,
        #[cfg(feature = "opentelemetry")]
        unit: "{entry}",
        help: "Configured limit of the number of entries",
        value: GaugeValue::Entries(|metrics| metrics.limit),
    },
    Gauge {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_oldest_entry_age_seconds",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.oldest_entry.age",
        #[cfg(feature = "opentelemetry")]
        adds_up: false,
        #[cfg(feature = "opentelemetry")]
        unit: "s",
        help: "Age of the oldest entry in seconds",
        value: GaugeValue::Seconds(|metrics| Some(metrics.oldest_entry_age.as_secs_f64())),
    },
    Gauge {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_waiting",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.waiting",
        #[cfg(feature = "opentelemetry")]
        adds_up: true,
        #[cfg(feature = "opentelemetry")]
        unit: "{call}",
        help: "Number of calls that wait for the result of another call",
        value: GaugeValue::Entries(|metrics| metrics.waits.as_ref().map(|waits| waits.waiting)),
    },
    Gauge {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_waiting_limit",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.waiting.limit",
        #[cfg(feature = "opentelemetry")]
        adds_up: false,
        #[cfg(feature = "opentelemetry")]
        unit: "{call}",
        help: "Configured limit of the number of waiting calls",
        value: GaugeValue::Entries(|metrics| metrics.waits.as_ref().and_then(|waits| waits.limit)),
    },
    Gauge {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_longest_wait_seconds",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.longest_wait",
        #[cfg(feature = "opentelemetry")]
        adds_up: false,
        #[cfg(feature = "opentelemetry")]
        unit: "s",
        help: "Time that the call has waited that has waited longest, in seconds",
        value: GaugeValue::Seconds(|metrics| metrics.waits.as_ref().map(|waits| waits.longest_wait.as_secs_f64())),
    },
];

pub(super) const COUNTERS: [Counter; 6] = [
    Counter {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_entered_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.entered",
        #[cfg(feature = "opentelemetry")]
        unit: "{entry}",
        help: "Number of entries inserted",
        samples: &[Sample { outcome: None, value: |metrics| Some(metrics.entered) }],
    },
    Counter {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_exited_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.exited",
        #[cfg(feature = "opentelemetry")]
        unit: "{entry}",
        help: "Number of entries removed",
        samples: &[
            Sample { outcome: Some("ended"), value: |metrics| Some(metrics.ended) },
            Sample { outcome: Some("panicked"), value: |metrics| Some(metrics.panicked) },
        ],
    },
    Counter {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_excesses_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.excesses",
        #[cfg(feature = "opentelemetry")]
        unit: "{excess}",
        help: "Number of times that the map exceeded its limit",
        samples: &[Sample { outcome: None, value: |metrics| Some(metrics.excesses) }],
    },
    Counter {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_served_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.served",
        #[cfg(feature = "opentelemetry")]
        unit: "{call}",
        help: "Number of calls that returned the result of another call",
        samples: &[Sample { outcome: None, value: |metrics| metrics.waits.as_ref().map(|waits| waits.served) }],
    },
    Counter {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_promotions_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.promotions",
        #[cfg(feature = "opentelemetry")]
        unit: "{call}",
        help: "Number of calls that first waited and then ran their own body",
        samples: &[Sample { outcome: None, value: |metrics| metrics.waits.as_ref().map(|waits| waits.promotions) }],
    },
    Counter {
        #[cfg(any(
            feature = "metrics",
            feature = "prometheus",
            feature = "prometheus-client",
            feature = "prometheus-client026"
        ))]
        name: "inflight_waiting_excesses_total",
        #[cfg(feature = "opentelemetry")]
        dotted: "inflight.waiting.excesses",
        #[cfg(feature = "opentelemetry")]
        unit: "{excess}",
        help: "Number of times that more calls waited than the limit",
        samples: &[Sample { outcome: None, value: |metrics| metrics.waits.as_ref().map(|waits| waits.excesses) }],
    },
];
