//! A service under load, with one handler that removes its in-flight entries by hand and one that is annotated.
//!
//! ```text
//! cargo run --release --example inflight_service
//! ```
//!
//! A real axum server on a loopback port is called by a real HTTP client. Most calls succeed; some fail through `?`,
//! return early, panic, or are abandoned by a client that hangs up in mid-await. When the server has drained, a table
//! shows what each handler left behind. The exit status is 1 if the annotated one left anything.
//!
//! [`handlers`] has the two handlers, which is what this program is about. [`app`] is the state they share, [`lookup`]
//! the work they do, [`listing`] what `GET /inflight` answers, and [`server`] wires them up, with [`endings`] counting
//! how each call ended. On the other side, [`plan`] decides which request meets which [`fate`], a [`client`] sends one
//! at a time, and [`load`] has many clients send them all. [`progress`], [`report`] and [`table`] tell; [`args`],
//! [`open_files`] and [`expected_panic`] prepare.

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
