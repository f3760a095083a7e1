//! What all tests use.

use scoped_entry_cluster::{Claim, ClaimError, Claims, Cluster, memory::Server};
use std::{
    future::Future,
    thread,
    time::{Duration, Instant},
};

/// Runs a test on a runtime of its own, with one thread.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test)
}

/// Waits until something is so. Not a test of how long it takes: the time is generous.
pub fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < end, "not within 20 s: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

pub fn is_held(result: &Result<Claim, ClaimError>) -> bool {
    matches!(result, Err(ClaimError::Held { .. }))
}

/// A server in memory that recovers from nothing.
pub fn server() -> Server {
    let server = Server::new();
    server.skip_recovery();
    server
}

/// A TTL that a busy machine keeps.
pub const TTL: Duration = Duration::from_secs(2);

pub async fn node(server: &Server, name: &str, ttl: Duration) -> Cluster {
    Cluster::memory(server).node(name).ttl(ttl).connect().await.unwrap()
}

pub async fn claims(server: &Server) -> Claims<str> {
    node(server, "node", TTL).await.claims("jobs")
}
