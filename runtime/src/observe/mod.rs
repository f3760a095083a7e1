//! What exporters and dashboards see of maps: their names, their numbers, their oldest entries. Keys are shown to people
//! only, and only of maps that were registered [with them](Registry::watch_with_keys).
//!
//! ```text
//! Observed ─ one map, without its types
//!   └ Registry ─ the maps that are watched together
//!       ├ maps() ─ for dashboards, which show each
//!       └ series() ─ for exporters: one record of numbers for each name
//! ```

mod exporters;
mod map_metrics;
#[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "prometheus", feature = "prometheus-client"))]
mod metric_list;
mod observed;
mod observed_entry;
mod registered;
mod registry;
mod with_keys;

#[cfg(feature = "metrics")]
pub use exporters::metrics::Publishing;
#[cfg(feature = "tracing")]
pub(crate) use exporters::tracing;
pub use map_metrics::MapMetrics;
pub use observed::{Observed, ObservedKeys};
pub use observed_entry::ObservedEntry;
#[cfg(feature = "axum")]
pub(crate) use registered::Id;
pub use registry::Registry;
