//! Hundreds of restarts, kills and stops, which take minutes:
//!
//! ```sh
//! cargo test --release -p scoped-entry-cluster --test cluster -- --ignored campaign --nocapture
//! ```
//!
//! `ROUNDS` is how many of each, 100 by default.

use super::{
    nodes::Other,
    redis::{PATIENCE, connect},
    server::{self, signal},
    support::{Holders, check, eventually, run},
};
use rustix::process::Signal;
use scoped_entry_cluster::Fence;
use std::{
    env,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

const TTL: Duration = Duration::from_millis(1_500);

fn rounds() -> u32 {
    env::var("ROUNDS").map_or(100, |rounds| rounds.parse().expect("ROUNDS is a number"))
}

/// Three nodes claim five keys, while the server is killed, and comes back with and without its data.
#[test]
#[ignore = "takes minutes"]
fn restarts() {
    let Some(mut server) = server::start(&["--appendonly", "yes", "--appendfsync", "always"]) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (ended, granted) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let holders = Arc::new(Holders::default());
    let mut tasks = Vec::new();
    for node in 0..3 {
        let cluster = runtime.block_on(connect(&server.url(), &format!("node {node}"), TTL));
        let claims = cluster.claims::<u64>("jobs");
        for task in 0..5_u64 {
            let (claims, holders) = (claims.clone(), Arc::clone(&holders));
            let (ended, granted) = (Arc::clone(&ended), Arc::clone(&granted));
            tasks.push(runtime.spawn(async move {
                for round in 0.. {
                    if ended.load(Ordering::Relaxed) {
                        return;
                    }
                    let key = (task + round) % 5;
                    let Ok(claim) = claims.claim_within(&key, TTL).await else { continue };
                    granted.fetch_add(1, Ordering::Relaxed);
                    let claim = Arc::new(claim);
                    check(&holders, key, &claim);
                    // Some are held across a restart.
                    let work = Duration::from_millis(if round % 5 == 0 { 700 } else { 3 });
                    let _ = claim.while_held(tokio::time::sleep(work)).await;
                }
            }));
        }
    }
    for round in 0..rounds() {
        // Longer than the recovery, so that there are claims in between.
        std::thread::sleep(TTL + Duration::from_millis(u64::from(round % 7) * 100));
        if round % 2 == 0 { server.restart() } else { server.restart_empty() }
    }
    ended.store(true, Ordering::Relaxed);
    for task in tasks {
        runtime.block_on(task).unwrap();
    }
    eventually("no key is left", || server.claimed() == 0);
    let granted = granted.load(Ordering::Relaxed);
    println!("{} restarts, {granted} claims, never two holders, fences only rise, 0 keys left", rounds());
    assert!(granted > rounds());
}

/// Another process is killed, or stopped for longer than its TTL.
#[test]
#[ignore = "takes minutes"]
fn kills_and_stops() {
    let Some(server) = server::start(&[]) else { return };
    run(async {
        let jobs = connect(&server.url(), "this", TTL).await.claims::<str>("jobs");
        let (mut last, mut longest): (Option<Fence>, Duration) = Default::default();
        for round in 0..2 * rounds() {
            let mut other = Other::start(&server.url());
            let is_stopped = round % 2 == 0;
            if is_stopped {
                signal(&other.process, Signal::STOP);
            } else {
                other.process.kill().unwrap();
            }
            let begun = Instant::now();
            let claim = jobs.claim_within("key 0", PATIENCE).await.unwrap();
            longest = longest.max(begun.elapsed());
            assert!(last < Some(claim.fence()), "fences go backwards");
            last = Some(claim.fence());
            if is_stopped {
                signal(&other.process, Signal::CONT);
                assert_eq!(other.ask(), "false");
                assert!(claim.is_held());
            }
            claim.release().await.unwrap();
            drop(other);
            eventually("the keys of the other process expire", || server.claimed() == 0);
        }
        println!("{0} kills, {0} stops: the key was free after {longest:?} at most, with a TTL of {TTL:?}", rounds());
    });
}
