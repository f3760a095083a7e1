//! Streamed responses: an entry lasts until the last frame is sent or the client disconnects.
//!
//! ```text
//! cargo run --example streaming
//! ```
//!
//! A real HTTP client reads two responses of a real axum server on a loopback port: the first to its end, the second until
//! the client disconnects. [`http`] has the handlers, [`grpc`] a method in tonic's types. The exit status is 1 if the map has
//! an unexpected number of entries.

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

/// Far more than the time after which the server notices a disconnect.
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
    // A proxy of the environment must not come between the client and this local server.
    let client = reqwest::Client::builder().no_proxy().build()?;

    let mut report = client.get(format!("{service}/reports/1")).send().await?;
    report.chunk().await?;
    show("GET /reports/1, first row read", &inflight, 1)?;
    while report.chunk().await?.is_some() {}
    show("GET /reports/1, all rows read", &inflight, 0)?;

    let mut events = client.get(format!("{service}/events/2")).send().await?;
    events.chunk().await?;
    show("GET /events/2, endless, first event read", &inflight, 1)?;
    drop(events);
    let hung_up = Instant::now();
    while !inflight.is_empty() && hung_up.elapsed() < TOO_LONG {
        sleep(Duration::from_millis(1)).await;
    }
    show("GET /events/2, client disconnected", &inflight, 0)?;

    let feed = Watcher { inflight: Arc::clone(&inflight) };
    let mut watched = feed.watch(Request::new(3)).await?.into_inner();
    poll_fn(|context| Pin::new(&mut watched).poll_next(context)).await.transpose()?;
    show("Watch topic 3, first message read", &inflight, 1)?;
    while poll_fn(|context| Pin::new(&mut watched).poll_next(context)).await.transpose()?.is_some() {}
    show("Watch topic 3, all messages read", &inflight, 0)?;

    let cancelled = feed.watch(Request::new(4)).await?;
    show("Watch topic 4, nothing read yet", &inflight, 1)?;
    drop(cancelled);
    show("Watch topic 4, call cancelled", &inflight, 0)?;

    let rejected = feed.watch(Request::new(0)).await.err().ok_or("topic 0 was not rejected")?;
    show(&format!("Watch topic 0: {}", rejected.message()), &inflight, 0)
}

/// Prints the calls in flight.
///
/// # Errors
///
/// Returns an error if their number differs from `expected`.
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
