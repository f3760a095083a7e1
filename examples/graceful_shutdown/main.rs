//! A service that shuts down as soon as all its calls have ended, or at a deadline.
//!
//! ```text
//! cargo run --example graceful_shutdown
//! ```
//!
//! axum's own graceful shutdown waits for connections. It does not wait for a job that continues after its response, and
//! never returns while a handler hangs. So [`shutdown`] also waits for the map, with a deadline, and returns the calls that
//! remain. A real client calls a real server in two runs: in the first, all calls finish; in the second, one hangs. The exit
//! status is 1 if a run goes wrong.

#![forbid(unsafe_code)]

mod handlers;
mod service;
mod shutdown;

use reqwest::{Client, StatusCode};
use service::Service;
use std::{error::Error, time::Duration};

/// The deadline of the first run: far more than its calls take.
const GENEROUS: Duration = Duration::from_secs(30);
/// The deadline of the second run, in which one call hangs.
const SHORT: Duration = Duration::from_millis(300);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // A proxy of the environment must not come between the client and this local server.
    let client = Client::builder().no_proxy().build()?;
    all_finish(&client).await?;
    one_hangs(&client).await
}

async fn all_finish(client: &Client) -> Result<(), Box<dyn Error>> {
    println!("calls that finish:");
    let service = Service::start().await?;
    let reports = ["may", "june"].map(|name| tokio::spawn(client.get(service.url("report", name)).send()));
    let job = client.post(service.url("job", "invoices")).send().await?;
    assert_eq!(job.status(), StatusCode::ACCEPTED, "the job is accepted and continues");
    service.has_in_flight(3).await;

    println!("  3 in flight; shutting down");
    let app = service.app();
    let down = tokio::spawn(service.shut_down(GENEROUS));
    app.let_all_go_on();
    for report in reports {
        println!("  response: {}", report.await??.text().await?);
    }
    let remaining = down.await?;
    println!("  drained: {} entries, {} exited", remaining.len(), app.inflight.stats().exited);
    assert!(remaining.is_empty() && app.inflight.stats().exited == 3);
    Ok(())
}

async fn one_hangs(client: &Client) -> Result<(), Box<dyn Error>> {
    println!("a call that hangs:");
    let service = Service::start().await?;
    let report = tokio::spawn(client.get(service.url("report", "july")).send());
    let hangs = tokio::spawn(client.get(service.url("hangs", "august")).send());
    service.has_in_flight(2).await;

    println!("  2 in flight; shutting down");
    let app = service.app();
    app.let_all_go_on();
    let remaining = service.shut_down(SHORT).await;
    println!("  response: {}", report.await??.text().await?);
    for call in &remaining {
        println!("  still in flight: {}, entered at {}, {:?} ago", call.key, call.location, call.age);
    }
    assert!(remaining.len() == 1 && remaining[0].key == "august");
    // The connection of the hanging call ends with the process.
    hangs.abort();
    Ok(())
}
