//! A service under load with two handlers: one removes its in-flight entries by hand, the other is annotated.
//!
//! ```text
//! cargo run --release --example inflight_service
//! ```
//!
//! Real HTTP clients call a real axum server on a loopback port. Most calls succeed; some fail through `?`, return early,
//! panic, or are abandoned by a client that disconnects while the handler waits. After the server has drained, a table shows
//! the entries that each handler has leaked. The exit status is 1 if the annotated one has leaked any.
//!
//! Read [`handlers`] first: it has the two handlers.
//!
//! - The service: [`app`] is its state, [`lookup`] the work of the handlers, [`listing`] is `GET /inflight`, [`endings`]
//!   counts how each call ended, and [`server`] connects them.
//! - The load: [`plan`] gives each request its [`fate`], a [`client`] sends one request at a time, and [`load`] runs many
//!   clients.
//! - The output: [`progress`], [`report`] and [`table`].
//! - The setup: [`args`], [`open_files`] and [`expected_panic`].

#![forbid(unsafe_code)]

mod app;
mod args;
mod by_hand;
mod client;
mod endings;
mod expected_panic;
mod fate;
mod grouped;
mod handlers;
mod listing;
mod load;
mod lookup;
mod open_files;
mod plan;
mod progress;
mod report;
mod route;
mod server;
mod table;

use args::Args;
use clap::Parser as _;
use report::Report;
use std::{error::Error, process::ExitCode, sync::Arc, time::Instant};

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    expected_panic::silence();
    match run(&args).await {
        Ok(report) => report.print(),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: &Args) -> Result<Report, Box<dyn Error>> {
    let listener = args.listen().unwrap_or_else(|error| error.exit());
    let address = listener.local_addr()?;
    let app = Arc::new(app::App::default());
    let server = server::Server::start(listener, Arc::clone(&app))?;
    eprintln!("listening on http://{address}, GET /inflight lists the live entries");

    let plan = plan::plan(args.requests, args.seed);
    let clients: Vec<_> =
        (0..args.concurrency).map(|_| client::Client::new(address, Arc::clone(&app))).collect::<Result<_, _>>()?;
    let progress = progress::Progress::new(plan.len(), Arc::clone(&app));
    let started = Instant::now();
    let seen = load::run(clients, plan, progress).await;
    let took = started.elapsed();

    let endings = server.drain().await?;
    Ok(Report { seen, endings, entries: app.entries(), took, concurrency: args.concurrency, seed: args.seed })
}
