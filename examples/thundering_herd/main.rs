//! A service in front of a slow upstream, under a thundering herd: with `#[single_flight]` and without.
//!
//! `cargo run --release --example thundering_herd`
//!
//! Both are real HTTP servers in this process. The herd asks for a few users all at once, as clients do when a cache has
//! just expired. The upstream counts what reaches it. It exits with status 1 if one user was asked for more than once at
//! the same time.

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
    println!("{CLIENTS} clients ask for {USERS} users at once; the upstream takes {:?} for each.", upstream::DELAY);
    let (without, with) = (herd("plain").await, herd("shared").await);
    for (name, Run { hits, most_at_once, milliseconds }) in [("without", &without), ("with", &with)] {
        println!(
            "{name:>8}: {hits:>4} upstream hits, at most {most_at_once:>3} at once for one user, {milliseconds} ms"
        );
    }
    if with.most_at_once == 1 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Lets the herd loose on a service and an upstream of its own.
async fn herd(route: &str) -> Run {
    let upstream = Arc::new(Upstream::default());
    let upstream_server = Server::start(upstream::router(Arc::clone(&upstream))).await;
    let service = Arc::new(Service::new(upstream_server.url("users")));
    let server = Server::start(service::router(Arc::clone(&service))).await;
    let client = reqwest::Client::new();
    let began = Instant::now();
    let mut clients = JoinSet::new();
    for id in (0..USERS).cycle().take(CLIENTS) {
        let request = client.get(server.url(&format!("{route}/{id}")));
        clients.spawn(async move {
            let answer = request.send().await.expect("the service answers");
            assert_eq!(answer.text().await.expect("the answer is text"), format!("user {id}"));
        });
    }
    clients.join_all().await;
    let milliseconds = began.elapsed().as_millis();
    assert!(service.is_idle(), "no lookup is left in the map");
    Run { hits: upstream.hits(), most_at_once: upstream.most_at_once(), milliseconds }
}
