//! A Redis Cluster of three nodes, and a failover by Sentinel.

use super::{
    redis::PATIENCE,
    server::{self, Server},
    support::{eventually, run, steadily},
};
use scoped_entry_cluster::Cluster;
use std::time::Duration;

const TTL: Duration = Duration::from_millis(1_500);

fn info(server: &Server, words: &[&str]) -> String {
    match server.command(words) {
        redis::Value::BulkString(text) => String::from_utf8(text).unwrap(),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_redis_cluster_of_three_nodes() {
    steadily(|| {
        let start = || server::start(&["--cluster-enabled", "yes", "--cluster-node-timeout", "2000"]);
        let (Some(a), Some(b), Some(c)) = (start(), start(), start()) else { return };
        let nodes = [a, b, c];
        for (number, node) in (0..).zip(&nodes) {
            let first = number * 5_462;
            let slots: Vec<String> = (first..(first + 5_462).min(16_384)).map(|slot| slot.to_string()).collect();
            let words: Vec<&str> =
                ["CLUSTER", "ADDSLOTS"].into_iter().chain(slots.iter().map(String::as_str)).collect();
            node.command(&words);
            node.command(&["CLUSTER", "MEET", "127.0.0.1", &nodes[0].port.to_string()]);
        }
        let is_ok = |node: &Server| info(node, &["CLUSTER", "INFO"]).contains("cluster_state:ok");
        eventually("the cluster is up", || nodes.iter().all(is_ok));
        run(async {
            let builder = || Cluster::redis_cluster(nodes.iter().map(Server::url)).namespace("tests").ttl(TTL);
            let (first, second) = (builder().connect().await.unwrap(), builder().connect().await.unwrap());
            let mut held = Vec::new();
            for number in 0..12 {
                let claims = first.claims::<str>(&format!("name {number}"));
                held.push(claims.claim_within("x", PATIENCE).await.unwrap());
            }
            // Names are spread over the nodes.
            assert!(nodes.iter().filter(|node| node.claimed() > 0).count() > 1);
            let other = second.claims::<str>("name 3");
            let waiter = tokio::spawn(async move { other.claim_within("x", PATIENCE).await.unwrap() });
            tokio::time::sleep(TTL).await;
            assert!(held.iter().all(scoped_entry_cluster::Claim::is_held));
            drop(held);
            waiter.await.unwrap().release().await.unwrap();
            eventually("no key is left", || nodes.iter().all(|node| node.claimed() == 0));
        });
    });
}

#[test]
fn a_failover_by_sentinel() {
    steadily(|| {
        let Some(mut primary) = server::start(&[]) else { return };
        let of_primary = primary.port.to_string();
        let Some(replica) = server::start(&["--replicaof", "127.0.0.1", &of_primary]) else { return };
        let Some(sentinel) = server::start_sentinel("shop", primary.port) else { return };
        eventually("the replica is in sync", || info(&replica, &["INFO", "replication"]).contains("link_status:up"));
        let replicas = || info(&sentinel, &["INFO", "sentinel"]);
        eventually("the sentinel knows the replica", || replicas().contains("slaves=1"));
        run(async {
            let builder = Cluster::sentinel("shop", [sentinel.url()]).namespace("tests").ttl(TTL);
            let cluster = builder.connect().await.unwrap();
            let jobs = cluster.claims::<str>("jobs");
            let claim = jobs.claim_within("x", PATIENCE).await.unwrap();
            primary.kill();
            claim.lost().await;
            let next = jobs.claim_within("x", PATIENCE).await.unwrap();
            assert!(next.fence() > claim.fence());
            assert_eq!(replica.claimed(), 1);
        });
    });
}
