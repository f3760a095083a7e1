//! An excess, as an event of `tracing`.

use super::Excess;
use crate::watch::Series;

pub(super) fn tell(excess: &Excess<'_>) {
    tracing::warn!(
        target: "scoped_entry",
        map = excess.name.unwrap_or(Series::UNNAMED),
        len = excess.len,
        limit = excess.limit,
        suppressed = excess.suppressed,
        oldest_age_ms = u64::try_from(excess.oldest_age.as_millis()).unwrap_or(u64::MAX),
        oldest_location = %excess.oldest_location,
        "map above its limit"
    );
}
