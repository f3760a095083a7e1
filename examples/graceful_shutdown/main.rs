//! A service that goes down when all it has begun is finished, and not later than it has to.
//!
//! ```text
//! cargo run --example graceful_shutdown
//! ```
//!
//! axum's own graceful shutdown waits for connections. It knows nothing of a job that goes on after its response, and
//! waits for ever for a handler that hangs. So [`shutdown`] waits for the map, too, under a deadline, and names what has
//! kept it. A real client calls a real server twice: once all calls finish, and once one of them does not. The exit status
//! is 1 if anything went otherwise.

#![forbid(unsafe_code)]

mod handlers;
mod service;
mod shutdown;

use reqwest::{Client, StatusCode};
use service::Service;
use std::{error::Error, time::Duration};

/// Far more than the calls of the first part take once they may go on.
const GENEROUS: Duration = Duration::from_secs(30);
/// What the second part loses by it.
const SHORT: Duration = Duration::from_millis(300);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The environment's proxy is for the world outside.
    let client = Client::builder().no_proxy().build()?;
    all_finish(&client).await?;
    one_hangs(&client).await
}

async fn all_finish(client: &Client) -> Result<(), Box<dyn Error>> {
    println!("calls that finish:");
    let service = Service::start().await?;
    let reports = ["may", "june"].map(|name| tokio::spawn(client.get(service.url("report", name)).send()));
    let job = client.post(service.url("job", "invoices")).send().await?;
    assert_eq!(job.status(), StatusCode::ACCEPTED, "it has its answer, and goes on");
    service.has_in_flight(3).await;

    println!("  3 in flight; going down");
    let app = service.app();
    let down = tokio::spawn(service.shut_down(GENEROUS));
    app.let_all_go_on();
    for report in reports {
        println!("  answered: {}", report.await??.text().await?);
    }
    let still_there = down.await?;
    println!("  drained: {} entries, {} left", still_there.len(), app.inflight.stats().exited);
    assert!(still_there.is_empty() && app.inflight.stats().exited == 3);
    Ok(())
}

async fn one_hangs(client: &Client) -> Result<(), Box<dyn Error>> {
    println!("a call that hangs:");
    let service = Service::start().await?;
    let report = tokio::spawn(client.get(service.url("report", "july")).send());
    let hangs = tokio::spawn(client.get(service.url("hangs", "august")).send());
    service.has_in_flight(2).await;

    println!("  2 in flight; going down");
    let app = service.app();
    app.let_all_go_on();
    let still_there = service.shut_down(SHORT).await;
    println!("  answered: {}", report.await??.text().await?);
    for call in &still_there {
        println!("  still there: {}, made at {}, {:?} ago", call.key, call.location, call.age);
    }
    assert!(still_there.len() == 1 && still_there[0].key == "august");
    // Its connection ends with the process.
    hangs.abort();
    Ok(())
}
