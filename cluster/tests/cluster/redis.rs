//! The promises of a claim, on a real server.

use super::{
    server::{self, Server},
    support::{eventually, is_held, run, steadily},
};
use scoped_entry_cluster::{ClaimError, Claims, Cluster};
use std::{
    future::Future,
    task::{Context, Waker},
    time::{Duration, Instant},
};

const TTL: Duration = Duration::from_millis(1_500);
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) async fn connect(url: &str, node: &str, ttl: Duration) -> Cluster {
    Cluster::redis(url).namespace("tests").node(node).ttl(ttl).connect().await.unwrap()
}

/// Claims of a name that the server has recovered for.
pub(crate) async fn recovered(cluster: &Cluster, name: &str) -> Claims<str> {
    let claims = cluster.claims::<str>(name);
    claims.claim_within("recovered", PATIENCE).await.unwrap().release().await.unwrap();
    claims
}

fn nothing_is_left(server: &Server) {
    eventually("no key is left", || server.claimed() == 0);
}

#[test]
fn one_holder_at_a_time_over_all_nodes() {
    steadily(|| {
        let Some(server) = server::start(&[]) else { return };
        run(async {
            let (first, second) =
                (connect(&server.url(), "node one", TTL).await, connect(&server.url(), "2", TTL).await);
            let a = first.claims::<str>("jobs");
            let Err(ClaimError::Recovering { remaining }) = a.claim("x").await else { panic!("a new server grants") };
            assert!(remaining <= TTL);
            let a = recovered(&first, "jobs").await;
            let b = second.claims::<str>("jobs");
            let claim = a.claim("x").await.unwrap();
            let Err(ClaimError::Held { node, location, expires_in, since, .. }) = b.claim("x").await else { panic!() };
            assert_eq!(node, "node one");
            assert!(location.contains("redis.rs"), "{location}");
            assert!(expires_in <= TTL && since.elapsed().unwrap_or_default() < PATIENCE);
            let waiter = tokio::spawn(async move { b.claim_within("x", PATIENCE).await });
            tokio::time::sleep(TTL * 2).await;
            assert!(claim.is_held(), "it was not renewed");
            let fence = claim.fence();
            let released = Instant::now();
            claim.release().await.unwrap();
            let next = waiter.await.unwrap().unwrap();
            assert!(next.fence() > fence);
            assert!(released.elapsed() < TTL, "{:?}", released.elapsed());
            next.release().await.unwrap();
            for _ in 0..100 {
                drop(a.claim("x").await.unwrap());
            }
            // Any bytes.
            let keys = first.claims::<[u8]>("any {bytes}/ of\r\n a name");
            drop(keys.claim_within(&[0, 255, b'{', b'}', b'\r', b'\n'], PATIENCE).await.unwrap());
            nothing_is_left(&server);
        });
    });
}

#[test]
fn dropped_in_mid_claim() {
    steadily(|| {
        let Some(server) = server::start(&[]) else { return };
        run(async {
            let cluster = connect(&server.url(), "node", TTL).await;
            let jobs = recovered(&cluster, "jobs").await;
            for round in 0..3_000 {
                let mut claim = Box::pin(jobs.claim(&format!("key {round}")));
                _ = claim.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                if round % 7 == 0 {
                    tokio::time::sleep(Duration::from_micros(300)).await;
                }
            }
            nothing_is_left(&server);
            let held: Vec<_> = {
                let mut held = Vec::new();
                for number in 0..1_200 {
                    held.push(jobs.claim(&format!("key {number}")).await.unwrap());
                }
                held
            };
            assert_eq!(server.claimed(), 1_200);
            tokio::time::sleep(TTL).await;
            assert!(held.iter().all(scoped_entry_cluster::Claim::is_held));
            drop(held);
            nothing_is_left(&server);
            assert_eq!(jobs.stats().lost, 0);
        });
    });
}

#[test]
fn a_foreign_key_is_held() {
    steadily(|| {
        let Some(server) = server::start(&[]) else { return };
        run(async {
            let cluster = connect(&server.url(), "node", TTL).await;
            let jobs = recovered(&cluster, "jobs").await;
            server.command(&["SET", "{tests/jobs}:c:x", "mine", "PX", "60000"]);
            assert!(is_held(&jobs.claim("x").await));
            // The server has forgotten the scripts.
            server.command(&["SCRIPT", "FLUSH"]);
            // A key that is deleted by hand is lost.
            let claim = jobs.claim("y").await.unwrap();
            server.command(&["DEL", "{tests/jobs}:c:y"]);
            claim.lost().await;
            let again = jobs.claim("y").await.unwrap();
            assert!(again.fence() > claim.fence());
            drop(claim);
            assert!(is_held(&jobs.claim("y").await));
            assert!(again.is_held());
        });
    });
}
