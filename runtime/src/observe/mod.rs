//! What exporters and dashboards see of maps: their names, their numbers, their oldest entries. Keys are shown to people
//! only, and only of maps that were registered [with them](Registry::watch_with_keys).
//!
//! ```text
//! Watched ─ one map, without its types
//!   └ Registry ─ the maps that are watched together
//!       ├ maps() ─ for dashboards, which show each
//!       └ series() ─ for exporters: one record of numbers for each name
//! ```

#[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "prometheus", feature = "prometheus-client"))]
mod catalogue;
mod keyed;
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

pub use keyed::{Shown, WatchedKeys};
#[cfg(feature = "metrics")]
pub use metrics::Publishing;
pub use registry::Registry;
pub use series::Series;
#[cfg(feature = "axum")]
pub(crate) use sources::Id;
pub use watched::{Sighting, Watched};
