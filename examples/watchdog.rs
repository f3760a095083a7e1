//! A thread that lists the calls which have been running for too long, and where each was entered.
//!
//! ```text
//! cargo run --example watchdog
//! ```

#![forbid(unsafe_code)]

use scoped_entry::{InflightMap, scoped_entry};
use std::{sync::LazyLock, thread, time::Duration};

static JOBS: LazyLock<InflightMap<String>> = LazyLock::new(InflightMap::new);

/// In a service, minutes: longer than the longest call takes.
const STUCK_AFTER: Duration = Duration::from_millis(400);
const INTERVAL: Duration = Duration::from_millis(200);

#[scoped_entry(map = JOBS, key = name)]
fn job(name: &str, duration: Duration) {
    thread::sleep(duration);
}

fn watch() -> ! {
    loop {
        thread::sleep(INTERVAL);
        // The oldest ten, oldest first: on a bad day there are many.
        let stuck = JOBS.oldest_stuck(STUCK_AFTER, 10);
        for call in stuck.oldest {
            println!("stuck: {} for {:?}, entered at {}", call.key, call.age, call.location);
        }
        println!("{} running, {} of them stuck", JOBS.len(), stuck.total);
    }
}

fn main() {
    // Ends with the process.
    thread::spawn(watch);
    thread::scope(|scope| {
        scope.spawn(|| job("thumbnails", Duration::from_millis(100)));
        scope.spawn(|| job("invoices", Duration::from_millis(300)));
        scope.spawn(|| job("import", Duration::from_millis(1100)));
    });
    println!("all jobs have ended; {} running", JOBS.len());
}
