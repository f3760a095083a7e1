//! One file for each crate that shows the metrics, and the event of `tracing`.

#[cfg(feature = "metrics")]
pub(super) mod metrics;
#[cfg(feature = "opentelemetry")]
mod opentelemetry;
#[cfg(feature = "prometheus")]
mod prometheus;
#[cfg(feature = "prometheus-client")]
mod prometheus_client;
#[cfg(feature = "metrics")]
pub(super) mod recorder_state;
#[cfg(feature = "tracing")]
pub(crate) mod tracing;
