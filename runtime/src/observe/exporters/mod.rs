//! The exporters, one file for each crate; and the `tracing` event of an excess.

#[cfg(feature = "metrics")]
pub(super) mod metrics;
#[cfg(feature = "opentelemetry")]
mod opentelemetry;
#[cfg(feature = "prometheus")]
mod prometheus;
#[cfg(any(feature = "prometheus-client", feature = "prometheus-client026"))]
mod prometheus_client;
#[cfg(feature = "metrics")]
pub(super) mod recorder_state;
#[cfg(feature = "tracing")]
pub(crate) mod tracing;
