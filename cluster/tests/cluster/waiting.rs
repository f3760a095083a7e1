//! Waiting for a key, for a server that recovers, and for a claim to be lost.

use super::support::{TTL, claims, is_held, node, run, server, steadily};
use scoped_entry_cluster::{ClaimError, memory::Server};
use std::{
    future::Future,
    task::{Context, Waker},
    time::{Duration, Instant},
};

#[test]
fn waiters_of_a_node_get_the_key_in_their_order() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = claims(&server).await;
            let first = jobs.claim("x").await.unwrap();
            let (sender, mut order) = tokio::sync::mpsc::unbounded_channel();
            for number in 0..20 {
                let (jobs, sender) = (jobs.clone(), sender.clone());
                let mut claim = Box::pin(jobs.claim_within("x", Duration::from_secs(20)));
                // Asks now, so that the order is that of the loop.
                assert!(claim.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
                tokio::spawn(async move {
                    let _claim = claim.await.unwrap();
                    sender.send(number).unwrap();
                });
            }
            drop((first, sender));
            let mut got = Vec::new();
            while let Some(number) = order.recv().await {
                got.push(number);
            }
            assert_eq!(got, (0..20).collect::<Vec<_>>());
        });
    });
}

#[test]
fn a_release_wakes_a_waiter_of_another_node() {
    steadily(|| {
        run(async {
            let server = server();
            // By polls alone, it would take 15 s or more.
            let ttl = Duration::from_secs(120);
            let (first, second) = (node(&server, "first", ttl).await, node(&server, "second", ttl).await);
            let claim = first.claims::<str>("jobs").claim("x").await.unwrap();
            let jobs = second.claims::<str>("jobs");
            let waiter = tokio::spawn(async move { jobs.claim_within("x", Duration::from_secs(60)).await });
            tokio::time::sleep(Duration::from_millis(100)).await;
            let released = Instant::now();
            claim.release().await.unwrap();
            drop(waiter.await.unwrap().unwrap());
            assert!(released.elapsed() < Duration::from_secs(10));
        });
    });
}

#[test]
fn a_waiter_whose_time_is_over_says_who_holds_the_key() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = claims(&server).await;
            let _claim = jobs.claim("x").await.unwrap();
            let (a, b) = (jobs.clone(), jobs.clone());
            let short = tokio::spawn(async move { is_held(&a.claim_within("x", Duration::from_millis(50)).await) });
            let behind = tokio::spawn(async move { is_held(&b.claim_within("x", Duration::from_millis(80)).await) });
            assert!(short.await.unwrap());
            assert!(behind.await.unwrap());
        });
    });
}

#[test]
fn a_new_server_recovers_first() {
    steadily(|| {
        run(async {
            let server = Server::new();
            let cluster = node(&server, "node", Duration::from_millis(500)).await;
            let jobs = cluster.claims::<str>("jobs");
            let Err(ClaimError::Recovering { remaining }) = jobs.claim("x").await else { panic!("granted") };
            assert!(remaining <= Duration::from_millis(500));
            drop(jobs.claim_within("x", Duration::from_secs(20)).await.unwrap());
            server.start();
            assert!(matches!(jobs.claim("x").await, Err(ClaimError::Recovering { .. })));
        });
    });
}

#[test]
fn a_server_that_comes_back_empty_loses_claims_and_says_so() {
    steadily(|| {
        run(async {
            let server = Server::new();
            let cluster = node(&server, "node", Duration::from_millis(500)).await;
            let jobs = cluster.claims::<str>("jobs");
            let claim = jobs.claim_within("x", Duration::from_secs(20)).await.unwrap();
            server.start_empty();
            let lost = claim.while_held(std::future::pending::<()>()).await;
            assert!(lost.is_err());
            assert!(!claim.is_held());
            // Lost before the server grants the key again: no two are valid at once.
            let again = jobs.claim_within("x", Duration::from_secs(20)).await.unwrap();
            assert!(again.fence() > claim.fence());
            assert_eq!(jobs.stats().lost, 1);
            assert!(claim.release().await.is_err());
            assert!(again.is_held());
            again.release().await.unwrap();
        });
    });
}

#[test]
fn lost_within_the_ttl_after_the_server_stops() {
    steadily(|| {
        run(async {
            let server = server();
            let ttl = Duration::from_millis(900);
            let cluster = node(&server, "node", ttl).await;
            let claim = cluster.claims::<str>("jobs").claim("x").await.unwrap();
            server.stop();
            let stopped = Instant::now();
            claim.lost().await;
            // The machine may be busy.
            assert!(stopped.elapsed() < ttl + Duration::from_millis(300), "{:?}", stopped.elapsed());
            assert!(!claim.is_held());
            assert!(matches!(cluster.claims::<str>("jobs").claim("y").await, Err(ClaimError::Unavailable(_))));
        });
    });
}

#[test]
fn another_ttl_is_refused_while_claims_are_held() {
    steadily(|| {
        run(async {
            let server = server();
            let (short, long) = (node(&server, "short", TTL).await, node(&server, "long", TTL * 2).await);
            let claim = short.claims::<str>("jobs").claim("x").await.unwrap();
            let refused = long.claims::<str>("jobs").claim("y").await.unwrap_err();
            assert_eq!(refused, ClaimError::TtlMismatch { ours: TTL * 2, theirs: TTL });
            claim.release().await.unwrap();
            drop(long.claims::<str>("jobs").claim("y").await.unwrap());
        });
    });
}
