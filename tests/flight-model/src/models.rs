//! Calls with one key, each of which ends in its own way: two in every interleaving, three in those in which threads are
//! interrupted three times at the most, between any two of their steps. All of them would take hours.
//!
//! That nobody hangs, the checker sees: a model in which every thread waits has failed.

use crate::{
    CallSite,
    flight::{All, FlightMap, Fly, run},
};
use loom::{
    model::Builder,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};
use std::{
    collections::hash_map::RandomState,
    future::{Future, pending},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::pin,
    task::{Context, Waker},
};

type Map = FlightMap<u64, usize, RandomState>;

#[derive(Clone, Copy, PartialEq)]
enum End {
    Returns,
    Panics,
    /// Dropped after its first poll.
    Cancelled,
    /// Returns, from a function that is not async.
    Blocks,
}

struct World {
    map: Map,
    at_work: AtomicUsize,
    /// How often each call's body has run to its result.
    returned: [AtomicUsize; 3],
}

/// One of a generation is at work.
struct AtWork<'a>(&'a World);

impl<'a> AtWork<'a> {
    fn begin(world: &'a World) -> Self {
        assert_eq!(world.at_work.fetch_add(1, SeqCst), 0, "two bodies at once");
        Self(world)
    }
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.0.at_work.fetch_sub(1, SeqCst);
    }
}

fn call(world: &World, number: usize, end: End) {
    let work = || {
        let _at_work = AtWork::begin(world);
        if end == End::Panics {
            resume_unwind(Box::new("as it was told"));
        }
        world.returned[number].fetch_add(1, SeqCst);
        number
    };
    let answer = match end {
        End::Returns => {
            Some(loom::future::block_on(Fly::<_, _, All<usize>, _>::new(&world.map, 1, CallSite, async { work() })))
        }
        End::Blocks => Some(run::<_, _, All<usize>>(&world.map, 1, &CallSite, work)),
        End::Panics => {
            let fly = Fly::<_, _, All<usize>, _>::new(&world.map, 1, CallSite, async { work() });
            catch_unwind(AssertUnwindSafe(|| loom::future::block_on(fly))).ok()
        }
        End::Cancelled => {
            let body = async {
                let _at_work = AtWork::begin(world);
                pending().await
            };
            let mut fly = pin!(Fly::<_, _, All<usize>, _>::new(&world.map, 1, CallSite, body));
            _ = fly.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            None
        }
    };
    if let Some(by) = answer {
        assert_eq!(world.returned[by].load(SeqCst), 1, "a result that no body gave");
    }
}

fn check<const CALLS: usize>(ends: [End; CALLS]) {
    check_interrupted((CALLS > 2).then_some(3), ends);
}

fn check_interrupted<const CALLS: usize>(interruptions: Option<usize>, ends: [End; CALLS]) {
    let mut builder = Builder::new();
    builder.preemption_bound = interruptions;
    builder.check(move || {
        let world = Arc::new(World {
            map: Map::new(),
            at_work: AtomicUsize::new(0),
            returned: [AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0)],
        });
        let threads: Vec<_> = (1..CALLS)
            .map(|number| {
                let world = Arc::clone(&world);
                thread::spawn(move || call(&world, number, ends[number]))
            })
            .collect();
        call(&world, 0, ends[0]);
        for thread in threads {
            thread.join().expect("its panic was caught");
        }
        assert!(world.map.is_empty());
        assert_eq!(world.at_work.load(SeqCst), 0);
    });
}

#[test]
fn two_calls_whichever_way_each_of_them_ends() {
    let ends = [End::Returns, End::Panics, End::Cancelled, End::Blocks];
    for one in ends {
        for other in ends {
            check([one, other]);
        }
    }
}

#[test]
fn a_leader_that_returns_and_two_followers() {
    check([End::Returns; 3]);
}

#[test]
fn one_of_three_is_cancelled() {
    check([End::Cancelled, End::Returns, End::Returns]);
}

#[test]
fn one_of_three_panics() {
    check([End::Panics, End::Returns, End::Returns]);
}

#[test]
fn one_is_cancelled_one_panics_and_one_returns() {
    // With three, one call's guard drops while another one unwinds, and poisons its lock, since the checker's threads are
    // one to std; the checker does not put up with that.
    check_interrupted(Some(2), [End::Cancelled, End::Panics, End::Returns]);
}

#[test]
fn all_but_one_are_cancelled() {
    check([End::Cancelled, End::Cancelled, End::Returns]);
}

#[test]
fn blocking_calls_beside_one_that_panics() {
    check([End::Panics, End::Blocks, End::Blocks]);
}

#[test]
fn a_blocking_call_an_async_one_and_one_that_is_cancelled() {
    check([End::Cancelled, End::Blocks, End::Returns]);
}
