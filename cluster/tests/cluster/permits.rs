//! Permits: the limit is exact, whatever happens.

use super::support::{TTL, eventually, node, run, server, steadily};
use scoped_entry_cluster::{PermitError, Permits, memory::Fault};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// Many calls of several nodes at once, never more than the limit.
async fn stress(nodes: &[Permits], limit: u32) {
    let (running, most) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let mut tasks = Vec::new();
    for permits in nodes {
        for _ in 0..30 {
            let (permits, running, most) = (permits.clone(), Arc::clone(&running), Arc::clone(&most));
            tasks.push(tokio::spawn(async move {
                let permit = permits.acquire().await.unwrap();
                most.fetch_max(running.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(2)).await;
                running.fetch_sub(1, Ordering::Relaxed);
                permit.release().await.unwrap();
            }));
        }
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert!(most.load(Ordering::Relaxed) <= limit);
}

#[test]
fn the_limit_holds_over_all_nodes() {
    steadily(|| {
        run(async {
            let server = server();
            let (first, second) = (node(&server, "first", TTL).await, node(&server, "second", TTL).await);
            let (a, b) = (first.permits("reports", 3), second.permits("reports", 3));
            let held = [a.try_acquire().await.unwrap(), b.try_acquire().await.unwrap(), b.acquire().await.unwrap()];
            assert_eq!(a.try_acquire().await.unwrap_err(), PermitError::Full { holders: 3 });
            let full = b.acquire_within(Duration::from_millis(50)).await.unwrap_err();
            assert_eq!(full, PermitError::Full { holders: 3 });
            assert!(held.iter().all(scoped_entry_cluster::Permit::is_held));
            assert_eq!((a.held().len(), b.held().len()), (1, 2));
            drop(held);
            stress(&[a, b], 3).await;
            eventually("no permit is left", || server.keys() == 0);
        });
    });
}

#[test]
fn another_limit_is_refused() {
    steadily(|| {
        run(async {
            let server = server();
            let (first, second) = (node(&server, "first", TTL).await, node(&server, "second", TTL).await);
            let permit = first.permits("reports", 3).acquire().await.unwrap();
            let refused = second.permits("reports", 4).acquire().await.unwrap_err();
            assert_eq!(refused, PermitError::LimitMismatch { theirs: 3 });
            permit.release().await.unwrap();
            drop(second.permits("reports", 4).acquire().await.unwrap());
            let none = second.permits("none", 0).try_acquire().await.unwrap_err();
            assert_eq!(none, PermitError::Full { holders: 0 });
        });
    });
}

#[test]
fn lost_replies_leave_no_permit_and_a_silent_server_is_reported() {
    steadily(|| {
        run(async {
            let server = server();
            let permits = node(&server, "node", Duration::from_millis(900)).await.permits("reports", 2);
            server.fail([Fault::LostReply, Fault::LostRequest]);
            drop(permits.acquire().await.unwrap());
            for _ in 0..500 {
                let _ = tokio::time::timeout(Duration::from_micros(50), permits.acquire()).await;
            }
            eventually("no permit is left", || server.keys() == 0);
            server.stop();
            let waiting: Vec<_> = (0..20).map(|_| tokio::spawn(permits.acquire())).collect();
            for waits in waiting {
                let refused = waits.await.unwrap().unwrap_err();
                assert!(matches!(refused, PermitError::Unavailable(_)), "{refused}");
            }
        });
    });
}

#[cfg(feature = "redis")]
#[test]
fn on_a_real_server() {
    use super::{
        redis::{PATIENCE, connect},
        server,
    };
    steadily(|| {
        let Some(server) = server::start(&[]) else { return };
        run(async {
            let (first, second) = (connect(&server.url(), "1", TTL).await, connect(&server.url(), "2", TTL).await);
            let (a, b) = (first.permits("reports", 3), second.permits("reports", 3));
            let Err(PermitError::Recovering { .. }) = a.try_acquire().await else { panic!("a new server grants") };
            let permit = a.acquire_within(PATIENCE).await.unwrap();
            let held = [b.try_acquire().await.unwrap(), b.try_acquire().await.unwrap()];
            assert_eq!(a.try_acquire().await.unwrap_err(), PermitError::Full { holders: 3 });
            let other = second.permits("reports", 2).try_acquire().await.unwrap_err();
            assert_eq!(other, PermitError::LimitMismatch { theirs: 3 });
            tokio::time::sleep(TTL + TTL / 2).await;
            assert!(permit.is_held() && held.iter().all(scoped_entry_cluster::Permit::is_held));
            assert_eq!(a.try_acquire().await.unwrap_err(), PermitError::Full { holders: 3 });
            drop(held);
            permit.release().await.unwrap();
            stress(&[a, b], 3).await;
            let left = || server.command(&["ZCARD", "{tests/permits/reports}:p"]);
            eventually("no permit is left", || left() == redis::Value::Int(0));
        });
    });
}
