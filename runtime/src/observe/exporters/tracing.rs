//! The `tracing` event of an excess.

use super::super::map_metrics::MapMetrics;
use crate::maps::Excess;

/// Emits the excess as an event at the level `WARN`.
pub(crate) fn emit(excess: &Excess<'_>) {
    tracing::warn!(
        target: "scoped_entry",
        map = excess.name.as_deref().unwrap_or(MapMetrics::UNNAMED),
        len = excess.len,
        limit = excess.limit,
        suppressed = excess.suppressed,
        oldest_age_ms = u64::try_from(excess.oldest_age.as_millis()).unwrap_or(u64::MAX),
        oldest_location = %excess.oldest_location,
        "map above its limit"
    );
}
