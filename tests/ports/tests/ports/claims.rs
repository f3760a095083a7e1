//! tinyhumansai/opencompany #211: a scheduler claims a workflow while a run of it is on, so that no second run starts.
//!
//! The spawned task took the claim back in its last statement. A run that panicked never came there: its workflow stayed
//! claimed, and was not run again until the process ended; nothing was logged.
//!
//! What it needs: the guard goes to the task.

use scoped_entry::{UniqueMap, scoped_entry};
use std::{
    collections::HashSet,
    panic::resume_unwind,
    sync::{Arc, Mutex},
};
use tokio::task::{JoinHandle, yield_now};

async fn run(succeeds: bool) {
    yield_now().await;
    if !succeeds {
        resume_unwind(Box::new(()));
    }
}

fn fire_as_it_was(claims: &Arc<Mutex<HashSet<String>>>, workflow: &str, succeeds: bool) -> Option<JoinHandle<()>> {
    if !claims.lock().unwrap().insert(workflow.to_owned()) {
        return None;
    }
    let (claims, workflow) = (Arc::clone(claims), workflow.to_owned());
    Some(tokio::spawn(async move {
        run(succeeds).await;
        claims.lock().unwrap().remove(&workflow);
    }))
}

#[scoped_entry(map = Arc::clone(claims), key = workflow, guard = claim, occupied = return None)]
fn fire(claims: &Arc<UniqueMap<String>>, workflow: &str, succeeds: bool) -> Option<JoinHandle<()>> {
    Some(tokio::spawn(claim.attach(run(succeeds))))
}

#[tokio::test]
async fn as_it_was_a_run_that_panics_keeps_its_workflow_claimed() {
    let claims = Arc::default();
    assert!(fire_as_it_was(&claims, "report", false).unwrap().await.unwrap_err().is_panic());
    assert!(fire_as_it_was(&claims, "report", true).is_none(), "for ever");
}

#[tokio::test]
async fn a_run_that_panics_gives_its_claim_back() {
    let claims = Arc::new(UniqueMap::new());
    let run = fire(&claims, "report", false).expect("nothing runs yet");
    assert!(fire(&claims, "report", true).is_none(), "one is running");
    assert!(run.await.unwrap_err().is_panic());
    fire(&claims, "report", true).expect("the claim is free again").await.unwrap();
    assert!(claims.is_empty());
}

#[tokio::test]
async fn a_run_that_is_aborted_gives_its_claim_back() {
    let claims = Arc::new(UniqueMap::new());
    let run = fire(&claims, "report", true).expect("nothing runs yet");
    run.abort();
    assert!(run.await.unwrap_err().is_cancelled());
    assert!(claims.is_empty());
}
