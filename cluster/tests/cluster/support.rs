//! What all tests use.

use scoped_entry_cluster::{Claim, ClaimError, Claims, Cluster, Fence, memory::Server};
use std::{
    collections::HashMap,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// Runs a test on a runtime of its own, with one thread.
pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test)
}

/// Runs a test again, a few times, if it fails while the machine stalls: a process that gets no time for so long rightly
/// loses its claims. A test that fails without a stall fails.
pub(crate) fn steadily(test: impl Fn()) {
    const STALL: Duration = Duration::from_millis(60);
    for attempt in 0.. {
        let (stalled, ended) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let watch = thread::spawn({
            let (stalled, ended) = (Arc::clone(&stalled), Arc::clone(&ended));
            move || {
                while !ended.load(Ordering::Relaxed) {
                    let begun = Instant::now();
                    thread::sleep(Duration::from_millis(5));
                    if begun.elapsed() > STALL {
                        stalled.store(true, Ordering::Relaxed);
                    }
                }
            }
        });
        let result = catch_unwind(AssertUnwindSafe(&test));
        ended.store(true, Ordering::Relaxed);
        watch.join().unwrap();
        match result {
            Ok(()) => return,
            Err(panic) if attempt == 5 || !stalled.load(Ordering::Relaxed) => resume_unwind(panic),
            Err(_) => eprintln!("the machine stalled: again"),
        }
    }
}

/// Waits until something is so. Not a test of how long it takes: the time is generous.
pub(crate) fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < end, "not within 20 s: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

pub(crate) fn is_held(result: &Result<Claim, ClaimError>) -> bool {
    matches!(result, Err(ClaimError::Held { .. }))
}

/// A server in memory that recovers from nothing.
pub(crate) fn server() -> Server {
    let server = Server::new();
    server.skip_recovery();
    server
}

/// A TTL that a busy machine keeps.
pub(crate) const TTL: Duration = Duration::from_secs(2);

pub(crate) async fn node(server: &Server, name: &str, ttl: Duration) -> Cluster {
    Cluster::memory(server).node(name).ttl(ttl).connect().await.unwrap()
}

pub(crate) async fn claims(server: &Server) -> Claims<str> {
    node(server, "node", TTL).await.claims("jobs")
}

/// The last holder of each key, and its fence.
pub(crate) type Holders = Mutex<HashMap<u64, (Fence, Weak<Claim>)>>;

pub(crate) fn check(holders: &Holders, key: u64, claim: &Arc<Claim>) {
    let mut holders = holders.lock().unwrap();
    let before = holders.insert(key, (claim.fence(), Arc::downgrade(claim)));
    let Some((fence, before)) = before else { return };
    // A task may come here after its successor: then it is no longer held.
    assert!(fence < claim.fence() || !claim.is_held(), "fences of {key} go backwards");
    let both = before.upgrade().is_some_and(|before| claim.is_held() && before.is_held());
    assert!(!both, "two hold {key}");
}
