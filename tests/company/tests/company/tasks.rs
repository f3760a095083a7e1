//! tokio's tasks: an entry whose guard goes to a task ends when the task does, whatever way that is.

use crate::instruments::assert_left;
use scoped_entry::{EntryGuard, InflightMap, UniqueMap, scoped_entry};
use std::{
    panic::resume_unwind,
    sync::{Arc, Mutex},
};
use tokio::{
    runtime::Handle,
    sync::oneshot,
    task::{JoinHandle, spawn_blocking, yield_now},
};

#[derive(Default)]
struct Jobs {
    running: Arc<InflightMap<u64>>,
    unique: Arc<UniqueMap<u64>>,
    waiting: Mutex<Vec<EntryGuard<Arc<InflightMap<u64>>>>>,
}

#[derive(Clone, Copy)]
enum Way {
    Attached,
    Moved,
    Blocking,
    /// Kept for a task that is started later.
    Stored,
    Refused,
}

impl Jobs {
    /// A job that ends when it is told to, and panics if nobody will.
    #[scoped_entry(map = Arc::clone(&self.running), key = id, guard = entry)]
    fn accept(&self, id: u64, way: Way, end: oneshot::Receiver<()>) -> Option<JoinHandle<()>> {
        let job = async { end.await.unwrap_or_else(|_| resume_unwind(Box::new(()))) };
        match way {
            Way::Attached => Some(tokio::spawn(entry.attach(job))),
            Way::Moved => Some(tokio::spawn(async move {
                let _entry = entry;
                job.await;
            })),
            Way::Blocking => Some(spawn_blocking(move || {
                Handle::current().block_on(job);
                drop(entry);
            })),
            Way::Stored => {
                self.waiting.lock().unwrap().push(entry);
                None
            }
            Way::Refused => None,
        }
    }

    /// One job a key; the key is free again when its task has ended.
    #[scoped_entry(map = Arc::clone(&self.unique), key = id, guard = entry, occupied = return None)]
    fn accept_once(&self, id: u64) -> Option<JoinHandle<()>> {
        Some(tokio::spawn(entry.attach(yield_now())))
    }
}

const HANDED_OVER: [Way; 3] = [Way::Attached, Way::Moved, Way::Blocking];

#[tokio::test]
async fn the_entry_ends_when_the_task_completes() {
    for way in HANDED_OVER {
        let jobs = Jobs::default();
        let (end, told) = oneshot::channel();
        let job = jobs.accept(7, way, told).unwrap();
        assert_eq!(jobs.running.count(&7), 1, "the call has returned");
        yield_now().await;
        assert_eq!(jobs.running.count(&7), 1);
        end.send(()).unwrap();
        job.await.unwrap();
        assert_left(&jobs.running, 1);
    }
}

#[tokio::test]
async fn the_entry_ends_when_the_task_panics() {
    for way in HANDED_OVER {
        let jobs = Jobs::default();
        let (end, told) = oneshot::channel();
        let job = jobs.accept(7, way, told).unwrap();
        drop(end);
        assert!(job.await.unwrap_err().is_panic());
        assert_left(&jobs.running, 1);
    }
}

#[tokio::test]
async fn the_entry_ends_when_the_task_is_aborted() {
    for way in [Way::Attached, Way::Moved] {
        for polled in [false, true] {
            let jobs = Jobs::default();
            let (_end, told) = oneshot::channel();
            let job = jobs.accept(7, way, told).unwrap();
            if polled {
                yield_now().await;
            }
            assert_eq!(jobs.running.count(&7), 1);
            job.abort();
            assert!(job.await.unwrap_err().is_cancelled());
            assert_left(&jobs.running, 1);
        }
    }
}

#[test]
fn the_entry_ends_with_the_runtime_that_the_task_waits_in() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let jobs = Jobs::default();
    let (_end, told) = oneshot::channel();
    let job = runtime.block_on(async { jobs.accept(7, Way::Attached, told) });
    assert_eq!(jobs.running.count(&7), 1);
    drop(runtime);
    assert_left(&jobs.running, 1);
    drop(job);
}

#[tokio::test]
async fn a_guard_that_some_paths_hand_over_leaks_on_none() {
    let jobs = Jobs::default();
    for (way, entries) in [(Way::Refused, 0), (Way::Stored, 1), (Way::Refused, 1), (Way::Stored, 2)] {
        assert!(jobs.accept(7, way, oneshot::channel().1).is_none());
        assert_eq!(jobs.running.len(), entries);
    }
    jobs.waiting.lock().unwrap().clear();
    assert_left(&jobs.running, 4);
}

#[tokio::test]
async fn a_key_is_taken_as_long_as_its_task_runs() {
    let jobs = Jobs::default();
    let job = jobs.accept_once(7).expect("the key is free");
    assert!(jobs.accept_once(7).is_none());
    job.await.unwrap();
    jobs.accept_once(7).expect("the key is free again").await.unwrap();
    assert!(jobs.unique.is_empty());
}
