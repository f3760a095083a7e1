use scoped_entry::{FlightMap, InflightMap, UniqueMap};
use std::time::Duration;

async fn shut_down(calls: &InflightMap<u64>, payments: &UniqueMap<u64>) {
    calls.drained().await;
    payments.drained().await;
}

fn shut_down_blocking(calls: &InflightMap<u64>, flights: &FlightMap<u64, u64>) {
    if let Err(remaining) = calls.blocking_drained(Duration::from_secs(3)) {
        println!("{remaining}");
    }
    flights.blocking_drained(Duration::from_secs(3)).unwrap();
}

fn main() {}
