//! Connections that break, and servers that stop, come back, and come back without their data.

use super::{
    proxy::Proxy,
    redis::{PATIENCE, connect, recovered},
    server,
    support::{eventually, run, steadily},
};
use scoped_entry_cluster::{ClaimError, Reason};
use std::time::{Duration, Instant};

const TTL: Duration = Duration::from_millis(1_500);

#[test]
fn connections_that_are_cut_lose_nothing() {
    steadily(|| {
        let Some(server) = server::start(&[]) else { return };
        let proxy = Proxy::new(server.port);
        run(async {
            let cluster = connect(&proxy.url(), "node", TTL).await;
            let jobs = recovered(&cluster, "jobs").await;
            let held = jobs.claim("held").await.unwrap();
            let cuts = tokio::spawn({
                let proxy = proxy.clone();
                async move {
                    for _ in 0..40 {
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        proxy.cut();
                    }
                }
            });
            let mut round = 0_u32;
            while !cuts.is_finished() {
                round += 1;
                let claim = jobs.claim(&format!("key {round}")).await.unwrap();
                claim.release().await.unwrap();
            }
            assert!(held.is_held());
            assert!(proxy.connections() > 5);
            drop(held);
            eventually("no key is left", || server.claimed() == 0);
            assert_eq!(jobs.stats().lost, 0);
        });
    });
}

#[test]
fn a_server_that_is_silent_for_a_while() {
    steadily(|| {
        let Some(server) = server::start(&[]) else { return };
        let proxy = Proxy::new(server.port);
        run(async {
            let cluster = connect(&proxy.url(), "node", TTL).await;
            let jobs = recovered(&cluster, "jobs").await;
            let claim = jobs.claim("x").await.unwrap();
            // Shorter than what is left of the TTL after a renewal.
            proxy.silence(true);
            tokio::time::sleep(TTL / 3).await;
            proxy.silence(false);
            drop(jobs.claim_within("y", PATIENCE).await.unwrap());
            assert!(claim.is_held());
            // Longer.
            proxy.silence(true);
            let begun = Instant::now();
            let Err(ClaimError::Unavailable(silent)) = jobs.claim("z").await else { panic!("granted") };
            assert_eq!(silent.reason, Reason::Timeout, "{silent}");
            claim.lost().await;
            assert!(begun.elapsed() < TTL + Duration::from_millis(300), "{:?}", begun.elapsed());
            proxy.silence(false);
            drop(jobs.claim_within("x", PATIENCE).await.unwrap());
            eventually("no key is left", || server.claimed() == 0);
        });
    });
}

#[test]
fn a_paused_server_carries_late_claims_out_and_they_are_deleted() {
    steadily(|| {
        let Some(server) = server::start(&[]) else { return };
        run(async {
            let cluster = connect(&server.url(), "node", TTL).await;
            let jobs = recovered(&cluster, "jobs").await;
            server.pause();
            let mut claims = Vec::new();
            for number in 0..50 {
                let claim = jobs.claim(&format!("key {number}"));
                claims.push(tokio::spawn(tokio::time::timeout(Duration::from_millis(100 + number * 5), claim)));
            }
            for claim in claims {
                assert!(claim.await.unwrap().is_err());
            }
            server.resume();
            eventually("no key is left", || server.claimed() == 0);
            drop(jobs.claim_within("key 1", PATIENCE).await.unwrap());
        });
    });
}

#[test]
fn a_killed_server_comes_back_with_and_without_its_data() {
    steadily(|| {
        for arguments in [&["--appendonly", "yes", "--appendfsync", "always"][..], &["--appendonly", "no"]] {
            let Some(mut server) = server::start(arguments) else { return };
            run(async {
                let cluster = connect(&server.url(), "node", TTL).await;
                let jobs = recovered(&cluster, "jobs").await;
                let claim = jobs.claim("x").await.unwrap();
                let fence = claim.fence();
                server.restart();
                let has_data = arguments[1] == "yes";
                let other = jobs.claim("y").await;
                assert!(matches!(other, Err(ClaimError::Recovering { .. })), "{other:?}");
                let next = tokio::spawn({
                    let jobs = jobs.clone();
                    async move { jobs.claim_within("x", PATIENCE).await.unwrap() }
                });
                if has_data {
                    tokio::time::sleep(TTL * 2).await;
                    assert!(claim.is_held() && !next.is_finished());
                    claim.release().await.unwrap();
                } else {
                    claim.lost().await;
                    assert!(!next.is_finished());
                }
                assert!(next.await.unwrap().fence() > fence);
            });
        }
    });
}
