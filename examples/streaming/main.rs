//! Responses that are streamed: an entry lasts until the last frame was handed over, or the client goes away.
//!
//! ```text
//! cargo run --example streaming
//! ```
//!
//! A real axum server on a loopback port is read by a real HTTP client, once to the end, once until it hangs up in the
//! middle. [`http`] has the handlers, [`grpc`] the same for a method in tonic's types. The exit status is 1 if an entry
//! is left where none should be.

#![forbid(unsafe_code)]

mod grpc;
mod http;
mod ticks;

use axum::{Router, routing::get};
use futures_core::Stream as _;
use grpc::{Feed as _, Watcher};
use http::Inflight;
use std::{
    error::Error,
    future::{IntoFuture as _, poll_fn},
    pin::Pin,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::TcpListener,
    time::{Instant, sleep},
};
use tonic::Request;

/// Far more than it takes a server to notice that a client is gone.
const TOO_LONG: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> ExitCode {
    match story().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn story() -> Result<(), Box<dyn Error>> {
    let inflight = Inflight::default();
    let router = Router::new()
        .route("/reports/{id}", get(http::report))
        .route("/events/{id}", get(http::events))
        .with_state(Arc::clone(&inflight));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let service = format!("http://{}", listener.local_addr()?);
    println!("listening on {service}");
    tokio::spawn(axum::serve(listener, router).into_future());
    // The environment's proxy is for the world outside.
    let client = reqwest::Client::builder().no_proxy().build()?;

    let mut report = client.get(format!("{service}/reports/1")).send().await?;
    report.chunk().await?;
    show("GET /reports/1, the first row is read", &inflight, 1)?;
    while report.chunk().await?.is_some() {}
    show("GET /reports/1, all of it is read", &inflight, 0)?;

    let mut events = client.get(format!("{service}/events/2")).send().await?;
    events.chunk().await?;
    show("GET /events/2, endless, the first event is read", &inflight, 1)?;
    drop(events);
    let hung_up = Instant::now();
    while !inflight.is_empty() && hung_up.elapsed() < TOO_LONG {
        sleep(Duration::from_millis(1)).await;
    }
    show("GET /events/2, the client has hung up", &inflight, 0)?;

    let feed = Watcher { inflight: Arc::clone(&inflight) };
    let mut watched = feed.watch(Request::new(3)).await?.into_inner();
    poll_fn(|context| Pin::new(&mut watched).poll_next(context)).await.transpose()?;
    show("Watch topic 3, the first message is read", &inflight, 1)?;
    while poll_fn(|context| Pin::new(&mut watched).poll_next(context)).await.transpose()?.is_some() {}
    show("Watch topic 3, all of it is read", &inflight, 0)?;

    let cancelled = feed.watch(Request::new(4)).await?;
    show("Watch topic 4, nothing is read yet", &inflight, 1)?;
    drop(cancelled);
    show("Watch topic 4, the call is cancelled", &inflight, 0)?;

    let refused = feed.watch(Request::new(0)).await.err().ok_or("topic 0 was answered")?;
    show(&format!("Watch topic 0: {}", refused.message()), &inflight, 0)
}

/// Tells what is in flight.
///
/// # Errors
///
/// If that is not as many entries as expected.
fn show(what: &str, inflight: &Inflight, expected: usize) -> Result<(), Box<dyn Error>> {
    let entries: Vec<_> =
        inflight.snapshot().iter().map(|live| format!("{} since {:.0?}", live.key, live.age)).collect();
    println!("{:<50} in flight: {}", what, if entries.is_empty() { "none".to_owned() } else { entries.join(", ") });
    if entries.len() == expected { Ok(()) } else { Err(format!("in flight should be: {expected}").into()) }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn entries_are_in_flight_as_long_as_their_responses() {
        super::story().await.unwrap();
    }
}
