//! Calls that block their threads.

use scoped_entry::{FlightMap, single_flight};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Barrier,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

const THREADS: usize = 8;

struct Upstream {
    lookups: FlightMap<String, String>,
    bodies: AtomicUsize,
    panics: AtomicUsize,
}

impl Upstream {
    fn new(panics: usize) -> Self {
        Self { lookups: FlightMap::new(), bodies: AtomicUsize::new(0), panics: AtomicUsize::new(panics) }
    }

    /// Ends when every other thread that is still there follows.
    #[single_flight(map = self.lookups, key = name)]
    fn lookup(&self, name: &str, others: &AtomicUsize) -> String {
        self.bodies.fetch_add(1, SeqCst);
        while self.lookups.followers(name) < others.load(SeqCst) {
            thread::yield_now();
        }
        if self.panics.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok() {
            others.fetch_sub(1, SeqCst);
            panic!("as it was told");
        }
        name.to_owned()
    }
}

fn herd(upstream: &Upstream) -> Vec<thread::Result<String>> {
    let others = AtomicUsize::new(THREADS - 1);
    let start = Barrier::new(THREADS);
    thread::scope(|scope| {
        let call = || {
            start.wait();
            catch_unwind(AssertUnwindSafe(|| upstream.lookup("a", &others)))
        };
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(call)).collect();
        threads.into_iter().map(|thread| thread.join().expect("the panic was caught")).collect()
    })
}

#[test]
fn one_thread_runs_the_body_and_all_get_its_result() {
    let upstream = Upstream::new(0);
    let answers = herd(&upstream);
    assert!(answers.iter().all(|answer| answer.as_ref().is_ok_and(|answer| answer == "a")));
    assert_eq!(upstream.bodies.into_inner(), 1);
    assert_eq!(upstream.lookups.stats().served, THREADS as u64 - 1);
    assert!(upstream.lookups.is_empty());
}

#[test]
fn each_panic_reaches_one_thread_and_another_one_goes_on() {
    let upstream = Upstream::new(3);
    let answers = herd(&upstream);
    assert_eq!(answers.iter().filter(|answer| answer.is_err()).count(), 3);
    assert!(answers.iter().flatten().all(|answer| answer == "a"));
    assert_eq!(upstream.bodies.into_inner(), 4);
    assert_eq!(upstream.lookups.stats().promotions, 3);
    assert!(upstream.lookups.is_empty());
}

#[test]
fn a_thread_follows_an_async_call_of_another_thread() {
    let map = FlightMap::<u64, u64>::new();
    let gate = Barrier::new(2);
    thread::scope(|scope| {
        let leader = scope.spawn(|| {
            crate::polling::block_on(map.run(1, async {
                gate.wait();
                while map.followers(&1) == 0 {
                    thread::yield_now();
                }
                2
            }))
        });
        gate.wait();
        assert_eq!(map.blocking_run(1, || 3), 2);
        assert_eq!(leader.join().expect("it does not panic"), 2);
    });
}
