//! The promises of a claim, on the server in memory.

use super::support::{TTL, claims, eventually, is_held, node, run, server, steadily};
use scoped_entry::scoped_entry;
use scoped_entry_cluster::{ClaimError, Claims, Cluster, ConnectError, NotClosed, memory::Server};
use std::{
    future::Future,
    pin::pin,
    task::{Context, Waker},
    thread,
    time::{Duration, Instant},
};

#[test]
fn one_holder_at_a_time_over_all_nodes() {
    steadily(|| {
        run(async {
            let server = server();
            let (first, second) = (node(&server, "first", TTL).await, node(&server, "second", TTL).await);
            let (a, b) = (first.claims::<str>("jobs"), second.claims::<str>("jobs"));
            let claim = a.claim("x").await.unwrap();
            assert!(claim.is_held());
            assert!(is_held(&a.claim("x").await));
            let Err(ClaimError::Held { node, location, expires_in, .. }) = b.claim("x").await else {
                panic!("not held")
            };
            assert_eq!(node, "first");
            assert!(location.contains("memory.rs"), "{location}");
            assert!(expires_in <= TTL);
            let other = b.claim("y").await.unwrap();
            assert!(other.is_held());
            drop(claim);
            let later = b.claim_within("x", TTL).await.unwrap();
            assert!(later.is_held());
            assert_eq!(b.stats().granted, 2);
            assert_eq!(b.stats().rejected, 1);
        });
    });
}

#[test]
fn a_claim_right_after_a_drop_is_granted() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = claims(&server).await;
            let mut last = None;
            for _ in 0..200 {
                let claim = jobs.claim("x").await.unwrap();
                assert!(last < Some(claim.fence()));
                last = Some(claim.fence());
            }
        });
    });
}

#[test]
fn names_separate_maps_and_namespaces() {
    steadily(|| {
        run(async {
            let server = server();
            let connect = |namespace: &str| Cluster::memory(&server).namespace(namespace).connect();
            let (a, b) = (connect("a/b").await.unwrap(), connect("a").await.unwrap());
            let _first = a.claims::<str>("c").claim("x").await.unwrap();
            let _second = b.claims::<str>("b/c").claim("x").await.unwrap();
            let _third = a.claims::<str>("d").claim("x").await.unwrap();
            assert!(is_held(&a.claims::<str>("c").claim("x").await));
        });
    });
}

#[test]
fn the_entry_of_a_claim_has_the_location_of_the_call() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = claims(&server).await;
            let (claim, line) = (jobs.claim("x").await.unwrap(), line!());
            let held = jobs.held().snapshot();
            assert_eq!((held.len(), held[0].key.to_string().as_str()), (1, "x"));
            assert_eq!((held[0].location.file(), held[0].location.line()), (file!(), line));
            assert_eq!(jobs.held().name(), Some("jobs"));
            drop(claim);
            assert!(jobs.held().is_empty());
        });
    });
}

#[scoped_entry(hold = jobs.claim("x").await?, guard = claim)]
async fn handle(jobs: &Claims<str>, fails: bool) -> Result<(), ClaimError> {
    assert!(claim.is_held());
    assert!(is_held(&jobs.claim("x").await));
    if fails { Err(ClaimError::Closed) } else { Ok(()) }
}

#[test]
fn with_the_attribute_on_every_path() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = claims(&server).await;
            handle(&jobs, false).await.unwrap();
            assert_eq!(handle(&jobs, true).await, Err(ClaimError::Closed));
            handle(&jobs, false).await.unwrap();
            let panics = jobs.clone();
            let task = tokio::spawn(async move {
                let _claim = panics.claim("x").await.unwrap();
                panic!("as intended");
            });
            assert!(task.await.unwrap_err().is_panic());
            handle(&jobs, false).await.unwrap();
            eventually("no key is left", || server.keys() == 0);
        });
    });
}

#[test]
fn a_claim_outlives_its_runtime() {
    steadily(|| {
        let server = server();
        let cluster = run(node(&server, "node", Duration::from_millis(600)));
        let jobs = cluster.claims::<str>("jobs");
        let claim = run(jobs.claim("x")).unwrap();
        thread::sleep(Duration::from_millis(1_500));
        assert!(claim.is_held(), "{:?}", jobs.stats());
        drop(claim);
        eventually("no key is left", || server.keys() == 0);
    });
}

#[test]
fn without_a_runtime() {
    steadily(|| {
        let server = server();
        let cluster = run(node(&server, "node", TTL));
        let jobs = cluster.claims::<u64>("jobs");
        let claim = jobs.claim_blocking(&7).unwrap();
        assert!(is_held(&jobs.claim_blocking(&7)));
        drop(claim);
        drop(jobs.claim_blocking(&7).unwrap());
        cluster.blocking_close(TTL).unwrap();
        assert!(matches!(jobs.claim_blocking(&7), Err(ClaimError::Closed)));
        assert_eq!(server.keys(), 0);
    });
}

#[test]
fn a_future_that_is_not_polled_claims_nothing_and_a_dropped_one_leaves_nothing() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = claims(&server).await;
            drop(jobs.claim("x"));
            for round in 0..2_000 {
                let mut claim = Box::pin(jobs.claim_within("x", TTL));
                _ = claim.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                if round % 3 == 0 {
                    tokio::task::yield_now().await;
                }
            }
            drop(jobs.claim_within("x", TTL).await.unwrap());
            eventually("no key is left", || server.keys() == 0);
            assert!(jobs.held().is_empty());
        });
    });
}

#[test]
fn dropping_the_last_handle_releases_before_it_returns() {
    steadily(|| {
        let server = server();
        run(async {
            let jobs = claims(&server).await;
            let held: Vec<_> = [jobs.claim("a").await.unwrap(), jobs.claim("b").await.unwrap()].into();
            drop(jobs);
            assert_eq!(server.keys(), 2);
            drop(held);
            assert_eq!(server.keys(), 0);
        });
    });
}

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
fn while_held_returns_the_output() {
    steadily(|| {
        run(async {
            let server = server();
            let claim = claims(&server).await.claim("x").await.unwrap();
            assert_eq!(claim.while_held(async { 7 }).await, Ok(7));
            let mut lost = pin!(claim.lost());
            assert!(lost.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
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

#[test]
fn close_refuses_claims_and_waits_for_those_that_are_held() {
    steadily(|| {
        run(async {
            let server = server();
            let cluster = node(&server, "node", TTL).await;
            let jobs = cluster.claims::<str>("jobs");
            let claim = jobs.claim("x").await.unwrap();
            let waits = tokio::spawn({
                let jobs = jobs.clone();
                async move { jobs.claim_within("x", TTL * 10).await.map(drop) }
            });
            tokio::time::sleep(Duration::from_millis(20)).await;
            let NotClosed { held, unconfirmed, .. } = cluster.close(Duration::from_millis(20)).await.unwrap_err();
            assert_eq!((held, unconfirmed), (1, 0));
            assert_eq!(waits.await.unwrap(), Err(ClaimError::Closed));
            assert_eq!(jobs.claim("y").await.map(drop), Err(ClaimError::Closed));
            assert!(claim.is_held());
            drop(claim);
            cluster.close(TTL).await.unwrap();
            assert_eq!(server.keys(), 0);
        });
    });
}

#[test]
fn settings_that_cannot_be_used() {
    steadily(|| {
        run(async {
            let server = server();
            let builder = || Cluster::memory(&server);
            let refused = [
                builder().ttl(Duration::from_millis(299)).connect().await.unwrap_err(),
                builder().ttl(Duration::MAX).connect().await.unwrap_err(),
                builder().namespace("").connect().await.unwrap_err(),
                builder().node("").connect().await.unwrap_err(),
            ];
            assert!(refused.iter().all(|error| matches!(error, ConnectError::Setting(_))), "{refused:?}");
            server.stop();
            assert!(matches!(builder().connect().await, Err(ConnectError::Unavailable(_))));
        });
    });
}
