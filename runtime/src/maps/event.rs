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
        oldest_age_seconds = excess.oldest_age.as_secs_f64(),
        oldest_location = %excess.oldest_location,
        "map above its limit"
    );
}
