//! The promises of a claim, on the server in memory.

use super::support::{TTL, claims, eventually, is_held, node, run, server, steadily};
use scoped_entry::scoped_entry;
use scoped_entry_cluster::{ClaimError, Claims, Cluster, ConnectError, NotClosed};
use std::{
    future::Future,
    pin::pin,
    task::{Context, Waker},
    thread,
    time::Duration,
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
