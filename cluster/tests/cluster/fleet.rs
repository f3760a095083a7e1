//! The fleet view: all nodes, read from one.

use super::support::{TTL, node, run, server, steadily};
use scoped_entry::{InflightMap, observe::Registry};
use scoped_entry_cluster::{Cluster, fleet::Fleet};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

async fn eventually(cluster: &Cluster, what: &str, is_so: impl Fn(&Fleet) -> bool) -> Fleet {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let fleet = cluster.fleet().await.unwrap();
        if is_so(&fleet) {
            return fleet;
        }
        assert!(Instant::now() < end, "not within 20 s: {what}, but {fleet:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Two nodes, of which one goes away.
async fn two_nodes(first: Cluster, second: Cluster) {
    let maps = ["a", "b"].map(|_| Arc::new(InflightMap::<u64>::builder().name("uploads").limit(10).build()));
    let registries = [Registry::new(), Registry::new()];
    registries[0].watch_with_keys(&maps[0], |key| format!("key {key}"));
    registries[1].watch(&maps[1]);
    let _guards = [maps[0].enter_owned(7, ()), maps[1].enter_owned(8, ()), maps[1].enter_owned(9, ())];
    first.publish(&registries[0]);
    second.publish(&registries[1]);
    let fleet = eventually(&first, "both nodes publish", |fleet| fleet.total("uploads") == 3).await;
    assert_eq!(fleet.nodes().iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["first", "second"]);
    assert_eq!(fleet.alive(), 2);
    let [a, b] = [&fleet.nodes()[0].maps[0], &fleet.nodes()[1].maps[0]];
    assert_eq!((a.entries, a.limit, b.entries), (1, Some(10), 2));
    assert_eq!(a.oldest[0].key.as_deref(), Some("key 7"));
    assert!(b.oldest.iter().all(|entry| entry.key.is_none() && entry.location.contains("fleet.rs")));
    let text = fleet.prometheus_text();
    assert!(text.contains("inflight_fleet_entries{map=\"uploads\"} 3\n"), "{text}");
    assert!(text.contains("inflight_fleet_nodes 2\n"));
    assert!(!text.contains("key 7"));
    drop(second);
    let fleet = eventually(&first, "the other is late", |fleet| fleet.alive() < 2).await;
    // Marked, or gone after its TTL.
    assert!(fleet.nodes().iter().all(|node| node.is_alive() == (node.name == "first")));
    eventually(&first, "the other is gone", |fleet| fleet.nodes().len() == 1).await;
}

#[test]
fn all_nodes_from_one() {
    steadily(|| {
        run(async {
            let server = server();
            let ttl = Duration::from_secs(5);
            two_nodes(node(&server, "first", ttl).await, node(&server, "second", ttl).await).await;
        });
    });
}

#[test]
fn a_function_that_shows_keys_may_panic() {
    steadily(|| {
        run(async {
            let server = server();
            let cluster = node(&server, "node", TTL).await;
            let map = Arc::new(InflightMap::<u64>::builder().name("bad").build());
            let registry = Registry::new();
            registry.watch_with_keys(&map, |_| panic!("as intended"));
            let guard = map.enter_owned(7, ());
            cluster.publish(&registry);
            let claim = cluster.claims::<str>("jobs").claim("x").await.unwrap();
            tokio::time::sleep(Duration::from_millis(1_200)).await;
            assert!(claim.is_held());
            drop(guard);
            eventually(&cluster, "it publishes again", |fleet| fleet.nodes().len() == 1).await;
        });
    });
}

#[cfg(feature = "redis")]
#[test]
fn on_a_real_server() {
    use super::{redis::connect, server};
    steadily(|| {
        let Some(server) = server::start(&[]) else { return };
        run(async {
            let ttl = Duration::from_secs(5);
            let url = server.url();
            two_nodes(connect(&url, "first", ttl).await, connect(&url, "second", ttl).await).await;
        });
    });
}
