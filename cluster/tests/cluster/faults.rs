//! Requests and replies that are lost: nothing is left behind, and there are never two holders.

use super::support::{Holders, TTL, check, claims, eventually, node, run, server, steadily};
use scoped_entry_cluster::{ClaimError, Reason, memory::Fault};
use std::{sync::Arc, time::Duration};

#[test]
fn a_lost_request_and_a_lost_reply_are_asked_again() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = claims(&server).await;
            for fault in [Fault::LostRequest, Fault::LostReply, Fault::Silent] {
                server.fail([fault]);
                jobs.claim("x").await.unwrap().release().await.unwrap();
            }
            assert_eq!(jobs.stats().doubtful, 3);
            eventually("no key is left", || server.keys() == 0);
        });
    });
}

#[test]
fn a_release_whose_reply_is_lost_has_succeeded() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = claims(&server).await;
            let claim = jobs.claim("x").await.unwrap();
            server.fail([Fault::LostReply, Fault::LostRequest]);
            claim.release().await.unwrap();
            assert_eq!(server.keys(), 0);
        });
    });
}

#[test]
fn a_refusal_is_reported_at_once_and_is_not_held() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = claims(&server).await;
            server.fail([Fault::Refused]);
            let Err(ClaimError::Unavailable(refused)) = jobs.claim("x").await else { panic!("granted") };
            assert_eq!(refused.reason, Reason::Refused);
            assert!(refused.message.contains("OOM"));
            drop(jobs.claim("x").await.unwrap());
        });
    });
}

#[test]
fn a_claim_that_fails_for_good_leaves_no_key() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = node(&server, "node", Duration::from_millis(400)).await.claims::<str>("jobs");
            server.fail([Fault::LostReply]);
            server.fail([Fault::Silent; 6]);
            assert!(matches!(jobs.claim("x").await, Err(ClaimError::Unavailable(_))));
            eventually("no key is left", || server.keys() == 0);
        });
    });
}

#[test]
fn renewals_that_fail_are_repeated_in_time() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = node(&server, "node", Duration::from_millis(900)).await.claims::<str>("jobs");
            let claim = jobs.claim("x").await.unwrap();
            for _ in 0..4 {
                server.fail([Fault::LostReply, Fault::LostRequest]);
                tokio::time::sleep(Duration::from_millis(350)).await;
            }
            assert!(claim.is_held());
            assert!(jobs.stats().renewal_errors >= 4, "{:?}", jobs.stats());
            assert_eq!(jobs.stats().lost, 0);
        });
    });
}

/// Of the holders that believe to be valid, there is one at a time, and fences only rise.
#[test]
fn never_two_holders_under_random_faults_restarts_and_cancellations() {
    steadily(|| {
        run(async {
            let server = scoped_entry_cluster::memory::Server::new();
            let ttl = Duration::from_millis(400);
            let held = Holders::default();
            let mut tasks = Vec::new();
            let held = Arc::new(held);
            for node_number in 0..3 {
                let jobs = node(&server, &format!("node {node_number}"), ttl).await.claims::<u64>("jobs");
                for task in 0..8_u64 {
                    let (jobs, held) = (jobs.clone(), Arc::clone(&held));
                    tasks.push(tokio::spawn(async move {
                        for round in 0..60_u64 {
                            let key = (task + round) % 5;
                            let attempt = tokio::time::timeout(
                                Duration::from_millis(1 + (task * 7 + round * 13) % 90),
                                jobs.claim_within(&key, ttl),
                            );
                            let Ok(Ok(claim)) = attempt.await else { continue };
                            let claim = Arc::new(claim);
                            check(&held, key, &claim);
                            let _ = claim.while_held(tokio::time::sleep(Duration::from_millis(round % 4))).await;
                        }
                    }));
                }
            }
            server.fail_at_random(100, 7);
            for restart in 0..6 {
                tokio::time::sleep(Duration::from_millis(300)).await;
                server.stop();
                tokio::time::sleep(Duration::from_millis(30)).await;
                if restart % 2 == 0 { server.start() } else { server.start_empty() }
            }
            for task in tasks {
                task.await.unwrap();
            }
            server.fail_at_random(0, 1);
            eventually("no key is left", || server.keys() == 0);
        });
    });
}

#[test]
fn thousands_of_faulty_and_cancelled_claims_leave_nothing() {
    steadily(|| {
        run(async {
            let server = server();
            let jobs = node(&server, "node", TTL).await.claims::<u64>("jobs");
            server.fail_at_random(200, 3);
            let mut tasks = Vec::new();
            for task in 0..64_u64 {
                let jobs = jobs.clone();
                tasks.push(tokio::spawn(async move {
                    for round in 0..100 {
                        let claim = jobs.claim(&(task * 1_000 + round));
                        let limit = Duration::from_micros(if round % 2 == 0 { 300 } else { 5_000_000 });
                        let _ = tokio::time::timeout(limit, claim).await;
                    }
                }));
            }
            for task in tasks {
                task.await.unwrap();
            }
            server.fail_at_random(0, 1);
            eventually("no key is left", || server.keys() == 0);
            assert!(jobs.held().is_empty());
        });
    });
}
