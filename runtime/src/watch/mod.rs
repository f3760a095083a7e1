//! What exporters and dashboards see of maps: their names, their numbers, their oldest entries, never their keys.
//!
//! ```text
//! Watched ─ one map, without its types
//!   └ Registry ─ the maps that are watched together
//!       ├ maps() ─ for dashboards, which show each
//!       └ series() ─ for exporters: one record of numbers for each name
//! ```

#[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "prometheus", feature = "prometheus-client"))]
mod catalogue;
#[cfg(feature = "metrics")]
mod metrics;
#[cfg(feature = "opentelemetry")]
mod opentelemetry;
#[cfg(feature = "prometheus")]
mod prometheus;
#[cfg(feature = "prometheus-client")]
mod prometheus_client;
mod registry;
mod series;
mod sources;
mod watched;

#[cfg(feature = "metrics")]
pub use metrics::Publishing;
pub use registry::Registry;
pub use series::Series;
pub use watched::{Sighting, Watched};
