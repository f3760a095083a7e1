//! Under tokio, under smol, and without a runtime.

use scoped_entry::{FlightMap, single_flight};
use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

const CALLERS: usize = 100;

#[derive(Default)]
struct Upstream {
    lookups: FlightMap<u64, String>,
    bodies: AtomicUsize,
}

impl Upstream {
    /// Ends when all others follow.
    #[single_flight(map = self.lookups, key = id)]
    async fn lookup(&self, id: u64) -> String {
        self.bodies.fetch_add(1, SeqCst);
        while self.lookups.followers(&id) < CALLERS - 1 {
            smol::future::yield_now().await;
        }
        id.to_string()
    }
}

async fn herd<T: Future<Output = String>>(spawn: impl Fn(Arc<Upstream>) -> T) -> usize {
    let upstream = Arc::new(Upstream::default());
    let tasks: Vec<_> = (0..CALLERS).map(|_| spawn(Arc::clone(&upstream))).collect();
    for task in tasks {
        assert_eq!(task.await, "7");
    }
    assert!(upstream.lookups.is_empty());
    upstream.bodies.load(SeqCst)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tasks_on_tokios_threads_share_one_run() {
    let spawn = |upstream: Arc<Upstream>| {
        let task = tokio::spawn(async move { upstream.lookup(7).await });
        async { task.await.expect("it does not panic") }
    };
    assert_eq!(herd(spawn).await, 1);
}

#[test]
fn tasks_on_smols_threads_share_one_run() {
    let spawn = |upstream: Arc<Upstream>| smol::spawn(async move { upstream.lookup(7).await });
    assert_eq!(smol::block_on(herd(spawn)), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_aborted_task_hands_on_to_another() {
    let map = Arc::new(FlightMap::<u64, u64>::new());
    let leader = tokio::spawn({
        let map = Arc::clone(&map);
        async move { map.run(7, std::future::pending()).await }
    });
    while map.is_empty() {
        tokio::task::yield_now().await;
    }
    let followers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let map = Arc::clone(&map);
            tokio::spawn(async move { map.run(7, async { 8 }).await })
        })
        .collect();
    while map.followers(&7) < CALLERS {
        tokio::task::yield_now().await;
    }
    leader.abort();
    for follower in followers {
        assert_eq!(follower.await.expect("it does not panic"), 8);
    }
    assert!(map.is_empty());
}
