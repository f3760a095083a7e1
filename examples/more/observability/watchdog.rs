//! A watchdog that logs calls that hang, with their keys and locations.

use crate::app::App;
use std::{sync::Arc, time::Duration};
use tokio::time;

/// Longer than the longest call takes. In a real service, this would be minutes.
const STUCK_AFTER: Duration = Duration::from_millis(100);
const LOOKS_EVERY: Duration = Duration::from_millis(50);
/// The number of calls that are logged one by one; the others are only counted, to keep the log short.
const NAMES: usize = 3;

pub(crate) async fn run(app: Arc<App>) {
    let mut looks = time::interval(LOOKS_EVERY);
    let mut before = 0;
    loop {
        looks.tick().await;
        let stuck = app.lookups.oldest_stuck(STUCK_AFTER, NAMES);
        // Log only when the number has grown.
        if stuck.total > before {
            for call in &stuck.oldest {
                tracing::warn!(id = call.key, age = ?call.age, location = %call.location, "lookup is stuck");
            }
            tracing::warn!(stuck = stuck.total, "lookups are stuck");
            app.watchdog_barks();
        }
        before = stuck.total;
    }
}
