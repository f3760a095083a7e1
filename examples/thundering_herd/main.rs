//! A thundering herd on a service with a slow upstream, with and without `#[single_flight]`.
//!
//! `cargo run --release --example thundering_herd`
//!
//! Service and upstream are real HTTP servers in this process. Many clients request a few users at once, as after the expiry
//! of a cache. The upstream counts the requests that it gets. The exit status is 1 if it got two concurrent requests for the
//! same user.

mod server;
mod service;
mod upstream;

use server::Server;
use service::Service;
use std::{process::ExitCode, sync::Arc, time::Instant};
use tokio::task::JoinSet;
use upstream::Upstream;

const CLIENTS: usize = 400;
const USERS: u64 = 4;

struct Run {
    hits: usize,
    most_at_once: usize,
    milliseconds: u128,
}

#[tokio::main]
async fn main() -> ExitCode {
    println!("{CLIENTS} clients request {USERS} users at once; the upstream takes {:?} for each.", upstream::DELAY);
    let (without, with) = (herd("plain").await, herd("shared").await);
    for (name, Run { hits, most_at_once, milliseconds }) in [("without", &without), ("with", &with)] {
        println!(
            "{name:>8}: {hits:>4} upstream hits, at most {most_at_once:>3} at once for one user, {milliseconds} ms"
        );
    }
    if with.most_at_once == 1 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Sends the requests of all clients to a new service with a new upstream.
async fn herd(route: &str) -> Run {
    // The environment's proxy is for the world outside.
    let client = reqwest::Client::builder().no_proxy().build().expect("the client needs nothing of the system");
    let upstream = Arc::new(Upstream::default());
    let upstream_server = Server::start(upstream::router(Arc::clone(&upstream))).await;
    let service = Arc::new(Service::new(upstream_server.url("users"), client.clone()));
    let server = Server::start(service::router(Arc::clone(&service))).await;
    let began = Instant::now();
    let mut clients = JoinSet::new();
    for id in (0..USERS).cycle().take(CLIENTS) {
        let request = client.get(server.url(&format!("{route}/{id}")));
        clients.spawn(async move {
            let answer = request.send().await.expect("the service responds");
            assert_eq!(answer.text().await.expect("the response is text"), format!("user {id}"));
        });
    }
    clients.join_all().await;
    let milliseconds = began.elapsed().as_millis();
    assert!(service.is_idle(), "a lookup is still in the map");
    Run { hits: upstream.hits(), most_at_once: upstream.most_at_once(), milliseconds }
}
