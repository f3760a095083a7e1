//! A service that reports too many or stuck calls in flight: by metrics, by log events, and by a callback.
//!
//! ```text
//! cargo run --example observability
//! ```
//!
//! A real client calls a real server. Then the store behind the server hangs, and the calls in flight exceed the limit of
//! the map. The log, `GET /metrics` and `GET /inflight` show it, and a watchdog logs the stuck calls. When the store responds
//! again, the metrics return to normal. The exit status is 1 if any of this does not happen.
//!
//! [`app`] creates the map, [`handlers`] has the annotated handler and `/metrics`, [`watchdog`] looks for stuck calls, and
//! [`load`] is the client.

#![forbid(unsafe_code)]

mod app;
mod handlers;
mod load;
mod watchdog;

use app::App;
use axum::{Router, routing::get};
use load::Load;
use scoped_entry::page;
use std::{
    error::Error,
    io::{self, IsTerminal as _},
    sync::Arc,
    time::Duration,
};
use tokio::{net::TcpListener, time};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_ansi(io::stdout().is_terminal()).init();
    let app = Arc::new(App::new());
    let router = Router::new()
        .route("/lookup/{id}", get(handlers::lookup))
        .route("/metrics", get(handlers::metrics))
        .with_state(Arc::clone(&app))
        .merge(page::router(app.maps.clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let load = Load::new(listener.local_addr()?)?;
    tokio::spawn(axum::serve(listener, router).into_future());
    tokio::spawn(watchdog::run(Arc::clone(&app)));

    println!("== all is well: 100 calls, one after the other");
    for id in 0..100 {
        load.call(id).await?;
    }
    show(&load, "inflight_entered_total{map=\"lookups\"} 100").await?;

    println!("== the store hangs, and 30 calls come; the limit is {}", app::LIMIT);
    app.store.hang();
    let calls: Vec<_> = (100..130)
        .map(|id| {
            let load = load.clone();
            tokio::spawn(async move { load.call(id).await })
        })
        .collect();
    while app.lookups.len() < 30 || !app.watchdog_has_barked() {
        time::sleep(Duration::from_millis(5)).await;
    }
    show(&load, "inflight_excesses_total{map=\"lookups\"} 1").await?;
    println!("/inflight has {}", load.inflight(1).await?);

    println!("== the store is back");
    app.store.go_on();
    for call in calls {
        call.await??;
    }
    app.lookups.drained().await;
    show(&load, "inflight_entries{map=\"lookups\"} 0").await
}

/// Prints the metrics.
///
/// # Errors
///
/// Returns an error if the request fails or no line is equal to `expected`.
async fn show(load: &Load, expected: &str) -> Result<(), Box<dyn Error>> {
    let page = load.metrics().await?;
    page.lines().filter(|line| !line.starts_with('#')).for_each(|line| println!("{line}"));
    if page.lines().any(|line| line == expected) { Ok(()) } else { Err(format!("no `{expected}` in /metrics").into()) }
}
