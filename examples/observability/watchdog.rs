//! Looks for calls that hang. What is in the log says which, and where.

use crate::app::App;
use std::{sync::Arc, time::Duration};
use tokio::time;

/// Of a service, minutes: longer than the longest call takes. Here it is to be seen.
const STUCK_AFTER: Duration = Duration::from_millis(100);
const LOOKS_EVERY: Duration = Duration::from_millis(50);
/// The rest is in the count: a log is no place for thousands of lines.
const NAMES: usize = 3;

pub(crate) async fn run(app: Arc<App>) {
    let mut looks = time::interval(LOOKS_EVERY);
    let mut before = 0;
    loop {
        looks.tick().await;
        let stuck = app.lookups.stuck(STUCK_AFTER);
        // Once for each time that there are more.
        if stuck.len() > before {
            for call in stuck.iter().take(NAMES) {
                tracing::warn!(id = call.key, age = ?call.age, location = %call.location, "lookup is stuck");
            }
            tracing::warn!(stuck = stuck.len(), "lookups are stuck");
            app.watchdog_barks();
        }
        before = stuck.len();
    }
}
