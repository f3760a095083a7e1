//! Wrong settings, and servers that refuse.

use super::{
    redis::{PATIENCE, connect, recovered},
    server,
    support::{run, steadily},
};
use scoped_entry_cluster::{ClaimError, Cluster, ConnectError, Reason};
use std::time::{Duration, Instant};

const TTL: Duration = Duration::from_millis(1_500);

#[test]
fn urls_that_cannot_be_used() {
    steadily(|| {
        run(async {
            for url in ["", "localhost", "http://localhost", "redis://", "redis://:secret@host:port/"] {
                let refused = Cluster::redis(url).ttl(TTL).connect().await.unwrap_err();
                assert!(!refused.to_string().contains("secret"), "{refused}");
                assert!(
                    matches!(refused, ConnectError::Setting(_) | ConnectError::Unavailable(_)),
                    "{url}: {refused:?}"
                );
            }
            let builder = Cluster::redis("redis://:secret@localhost");
            assert!(!format!("{builder:?}").contains("secret"));
        });
    });
}

#[test]
fn tls_where_there_is_none() {
    steadily(|| {
        let Some(server) = server::start(&[]) else { return };
        run(async {
            let url = format!("rediss://127.0.0.1:{}", server.port);
            let refused = Cluster::redis(url).ttl(TTL).connect().await.unwrap_err();
            if cfg!(feature = "tls") {
                assert!(matches!(refused, ConnectError::Unavailable(_)), "{refused:?}");
            } else {
                assert!(matches!(refused, ConnectError::Setting(_)), "{refused:?}");
            }
        });
    });
}

#[test]
fn nothing_listens() {
    steadily(|| {
        run(async {
            let refused = Cluster::redis("redis://127.0.0.1:1").ttl(TTL).connect().await.unwrap_err();
            let ConnectError::Unavailable(unavailable) = refused else { panic!("{refused:?}") };
            assert_eq!(unavailable.reason, Reason::Connection);
        });
    });
}

#[test]
fn a_server_that_listens_and_is_silent() {
    steadily(|| {
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        run(async {
            let url = format!("redis://{}", silent.local_addr().unwrap());
            let begun = Instant::now();
            let refused = Cluster::redis(url).ttl(TTL).connect().await.unwrap_err();
            let ConnectError::Unavailable(unavailable) = refused else { panic!("{refused:?}") };
            assert_eq!(unavailable.reason, Reason::Timeout);
            assert!(begun.elapsed() < TTL);
        });
    });
}

#[test]
fn a_server_that_wants_a_password() {
    steadily(|| {
        let user = "--user limited on >secret ~* +ping +hello +client +info +eval +evalsha";
        let Some(server) = server::start(&user.split(' ').collect::<Vec<_>>()) else { return };
        run(async {
            let url = |login: &str| format!("redis://{login}@127.0.0.1:{}", server.port);
            let refused = Cluster::redis(url("limited:wrong")).ttl(TTL).connect().await.unwrap_err();
            let ConnectError::Unavailable(unavailable) = refused else { panic!("{refused:?}") };
            assert_eq!(unavailable.reason, Reason::Refused, "{unavailable}");
            // It may not run what a claim needs.
            let refused = Cluster::redis(url("limited:secret")).ttl(TTL).connect().await.unwrap_err();
            let ConnectError::Unavailable(unavailable) = refused else { panic!("{refused:?}") };
            assert_eq!(unavailable.reason, Reason::Refused, "{unavailable}");
        });
    });
}

#[test]
fn a_full_server_refuses_claims_and_still_renews_and_releases() {
    steadily(|| {
        let Some(server) = server::start(&["--maxmemory-policy", "noeviction"]) else { return };
        run(async {
            let cluster = connect(&server.url(), "node", TTL).await;
            let jobs = recovered(&cluster, "jobs").await;
            let claim = jobs.claim("x").await.unwrap();
            server.command(&["CONFIG", "SET", "maxmemory", "1"]);
            let Err(ClaimError::Unavailable(refused)) = jobs.claim("y").await else { panic!("granted") };
            assert_eq!(refused.reason, Reason::Refused);
            assert!(refused.message.contains("OOM"), "{refused}");
            tokio::time::sleep(TTL * 2).await;
            assert!(claim.is_held(), "{:?}", jobs.stats());
            claim.release().await.unwrap();
            server.command(&["CONFIG", "SET", "maxmemory", "0"]);
            drop(jobs.claim("y").await.unwrap());
        });
    });
}

#[test]
fn a_server_that_has_become_a_replica() {
    steadily(|| {
        let (Some(server), Some(primary)) = (server::start(&[]), server::start(&[])) else { return };
        run(async {
            let cluster = connect(&server.url(), "node", TTL).await;
            let jobs = recovered(&cluster, "jobs").await;
            let port = primary.port.to_string();
            server.command(&["REPLICAOF", "127.0.0.1", &port]);
            let refused = jobs.claim("x").await.map(drop).unwrap_err();
            assert!(matches!(refused, ClaimError::Unavailable(_)), "{refused}");
            server.command(&["REPLICAOF", "NO", "ONE"]);
            drop(jobs.claim_within("x", PATIENCE).await.unwrap());
        });
    });
}
