//! What each exporter shows, what is waited for, and what is logged. `shown` has the cases that all exporters share.

#[macro_use]
mod shown;

mod alerts;
mod drained;
mod metrics_facade;
mod opentelemetry;
mod prometheus;
mod prometheus_client;
mod registry;
mod tracing;
