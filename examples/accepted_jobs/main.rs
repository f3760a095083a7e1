//! A service that accepts jobs with `202 Accepted` and runs them later. A job is in flight until it ends.
//!
//! ```text
//! cargo run --example accepted_jobs
//! ```
//!
//! A real HTTP client calls a real axum server on a loopback port and prints what it sees. [`jobs`] has the handlers. The
//! exit status is 1 if a job is still in flight at the end.

#![forbid(unsafe_code)]

mod app;
mod jobs;

use app::{App, Asked};
use axum::{
    Router,
    routing::{get, post},
};
use reqwest::Client;
use scoped_entry::UniqueMap;
use std::{error::Error, future::IntoFuture as _, panic, process::ExitCode, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    sync::Semaphore,
    time::{Instant, sleep},
};

/// The deadline for all jobs, far more than they take.
const TOO_LONG: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> ExitCode {
    // Print a panic as one line of the output, without a backtrace.
    panic::set_hook(Box::new(|panic| println!("    {}", panic.to_string().replace('\n', " "))));
    match story().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn story() -> Result<(), Box<dyn Error>> {
    let app = Arc::new(App { jobs: Arc::new(UniqueMap::new()), paper: Semaphore::new(0) });
    let router = Router::new()
        .route("/jobs/{id}", post(jobs::accept))
        .route("/inflight", get(jobs::inflight))
        .with_state(Arc::clone(&app));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let service = format!("http://{}", listener.local_addr()?);
    println!("a printing service, out of paper, listens on {service}");
    tokio::spawn(axum::serve(listener, router).into_future());

    // A proxy of the environment must not come between the client and this local server.
    let http = Client::builder().no_proxy().build()?;
    submit(&http, &service, 1, Asked { copies: 2, jams: false }).await?;
    submit(&http, &service, 2, Asked { copies: 1, jams: true }).await?;
    submit(&http, &service, 1, Asked { copies: 1, jams: false }).await?;
    submit(&http, &service, 3, Asked { copies: 0, jams: false }).await?;
    list(&http, &service, 2).await?;

    println!("paper comes: job 1 prints, job 2 jams, which is a panic");
    app.paper.add_permits(3);
    let started = Instant::now();
    while !app.jobs.is_empty() && started.elapsed() < TOO_LONG {
        sleep(Duration::from_millis(5)).await;
    }
    list(&http, &service, 0).await?;
    println!("the key of the job that panicked is free again");
    submit(&http, &service, 2, Asked { copies: 0, jams: false }).await?;
    list(&http, &service, 0).await
}

async fn submit(http: &Client, service: &str, id: u64, asked: Asked) -> reqwest::Result<()> {
    let answer = http.post(format!("{service}/jobs/{id}")).query(&asked).send().await?;
    let status = answer.status();
    println!(
        "{:<40} {status}: {}",
        format!("POST /jobs/{id}?copies={}&jams={}", asked.copies, asked.jams),
        answer.text().await?
    );
    Ok(())
}

/// Prints the jobs in flight.
///
/// # Errors
///
/// Returns an error if the request fails or the number of jobs differs from `expected`.
async fn list(http: &Client, service: &str, expected: usize) -> Result<(), Box<dyn Error>> {
    let page = http.get(format!("{service}/inflight")).send().await?.text().await?;
    let jobs = page.lines().count();
    println!("{:<40} {jobs} in flight", "GET /inflight");
    for line in page.lines() {
        println!("    {line}");
    }
    if jobs == expected { Ok(()) } else { Err(format!("in flight should be: {expected}").into()) }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn a_job_is_in_flight_until_it_ends_or_panics() {
        super::story().await.unwrap();
    }
}
