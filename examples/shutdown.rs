//! Shutting down: waits until every call has ended, but no longer than a deadline, and lists the calls that remain.
//!
//! ```text
//! cargo run --example shutdown
//! ```

#![forbid(unsafe_code)]

use scoped_entry::{InflightMap, scoped_entry};
use std::{sync::Arc, time::Duration};
use tokio::{task, time};

#[scoped_entry(map = in_flight, key = name)]
async fn job(in_flight: Arc<InflightMap<&'static str>>, name: &'static str, duration: Duration) {
    time::sleep(duration).await;
    println!("finished: {name}");
}

/// Returns whether all calls have ended. Stop accepting new ones first: each of them would prolong the wait.
async fn drain(in_flight: &InflightMap<&'static str>, deadline: Duration) -> bool {
    if time::timeout(deadline, in_flight.drained()).await.is_ok() {
        println!("drained: nothing is running");
        return true;
    }
    for call in in_flight.oldest_stuck(Duration::ZERO, 10).oldest {
        println!("still running: {} for {:?}, entered at {}", call.key, call.age, call.location);
    }
    false
}

#[tokio::main]
async fn main() {
    let in_flight = Arc::new(InflightMap::new());
    for (name, milliseconds) in [("thumbnails", 100), ("invoices", 300), ("import", 900)] {
        tokio::spawn(job(Arc::clone(&in_flight), name, Duration::from_millis(milliseconds)));
    }
    // A task enters the map when it is polled for the first time.
    while in_flight.len() < 3 {
        task::yield_now().await;
    }
    println!("shutting down with {} calls in flight", in_flight.len());
    assert!(!drain(&in_flight, Duration::from_millis(500)).await);
    println!("another second");
    assert!(drain(&in_flight, Duration::from_secs(1)).await);
}
