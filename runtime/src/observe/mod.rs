//! Exporting maps: metrics for Prometheus, OpenTelemetry and the `metrics` facade, and the data of dashboards.
//!
//! Add each map to a [`Registry`] once, and pass the registry to an exporter. The numbers are counted by the maps, and
//! are read when an exporter collects them. Exporters never see keys. Dashboards show the keys of a map only if it was
//! added by [`Registry::watch_with_keys`].
//!
//! ```text
//! Observed ─ a map, without its key and value types
//!   └ Registry ─ all maps of an exporter
//!       ├ maps() ─ each map, for a dashboard
//!       └ map_metrics() ─ one record of metrics per name, for an exporter
//! ```
//!
//! The guide page on [metrics](crate::guide::metrics) shows how to set up each exporter.

mod exporters;
mod map_metrics;
#[cfg(any(
    feature = "metrics",
    feature = "opentelemetry",
    feature = "prometheus",
    feature = "prometheus-client",
    feature = "prometheus-client026"
))]
mod metric_list;
#[cfg(not(feature = "metrics"))]
mod needs_metrics;
#[cfg(not(feature = "opentelemetry"))]
mod needs_opentelemetry;
mod observed;
mod observed_entry;
mod registered;
mod registry;
mod waits;
mod with_keys;

#[cfg(feature = "metrics")]
pub use exporters::metrics::Publishing;
#[cfg(feature = "tracing")]
pub(crate) use exporters::tracing;
#[doc(alias("series", "time series", "prometheus"))]
pub use map_metrics::{MapMetrics, WaitMetrics};
pub use observed::{Observed, ObservedKeys};
pub use observed_entry::ObservedEntry;
#[cfg(feature = "axum")]
pub(crate) use registered::Id;
#[doc(alias("prometheus", "opentelemetry", "otel", "metrics", "exporter", "collector", "dashboard"))]
pub use registry::Registry;
pub use waits::Waits;
