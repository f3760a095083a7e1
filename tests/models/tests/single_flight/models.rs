//! Calls with one key, each of which ends in its own way: two in those interleavings in which threads are interrupted three
//! times at the most, between any two of their steps, three in those with two. All of them would take hours.
//!
//! That nobody hangs, the checker sees: a model in which every thread waits has failed.

use crate::{
    bounds::{exhaust, interruptions},
    entry::CallSite,
    sources::{All, FlightFuture, FlightMap, Oks, run},
};
use loom::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};
use std::{
    cell::Cell,
    collections::hash_map::RandomState,
    future::{Future, pending},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::pin,
    task::{Context, Poll, Waker},
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
    /// Has an `Err`, which is not shared.
    Fails,
    /// Polled once, and if it follows then, kept until all others have ended.
    Stalls,
}

struct World {
    map: Map,
    at_work: AtomicUsize,
    /// How often each call's body has run to its result.
    returned: [AtomicUsize; 3],
    /// How many calls were given another one's result. No step of a model: the checker's threads are one to std.
    served: std::sync::atomic::AtomicUsize,
}

impl World {
    fn new() -> Arc<Self> {
        let counts = || [AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0)];
        let (at_work, served) = (AtomicUsize::new(0), std::sync::atomic::AtomicUsize::new(0));
        Arc::new(Self { map: Map::new(), at_work, returned: counts(), served })
    }

    fn is_left_as_it_was(&self) {
        assert!(self.map.is_empty());
        assert_eq!(self.at_work.load(SeqCst), 0);
        assert_eq!(self.map.served(), self.served.load(SeqCst) as u64);
    }
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

/// Answers whose result it was given.
fn call(world: &World, number: usize, end: End) -> Option<usize> {
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
            Some(loom::future::block_on(FlightFuture::<_, _, All<usize>, _>::new(&world.map, 1, CallSite, async {
                work()
            })))
        }
        End::Blocks => Some(run::<_, _, All<usize>>(&world.map, 1, &CallSite, work)),
        End::Panics => {
            let fly = FlightFuture::<_, _, All<usize>, _>::new(&world.map, 1, CallSite, async { work() });
            catch_unwind(AssertUnwindSafe(|| loom::future::block_on(fly))).ok()
        }
        End::Cancelled => {
            let body = async {
                let _at_work = AtWork::begin(world);
                pending().await
            };
            let mut fly = pin!(FlightFuture::<_, _, All<usize>, _>::new(&world.map, 1, CallSite, body));
            match fly.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(by) => Some(by),
                Poll::Pending => None,
            }
        }
        End::Fails => {
            let body = async {
                let _at_work = AtWork::begin(world);
                Err::<usize, _>(())
            };
            loom::future::block_on(FlightFuture::<_, _, Oks<Result<usize, ()>>, _>::new(&world.map, 1, CallSite, body))
                .ok()
        }
        End::Stalls => unreachable!("it ends after the others"),
    };
    if let Some(by) = answer {
        assert_eq!(world.returned[by].load(SeqCst), 1, "a result that no body gave");
        world.served.fetch_add(usize::from(by != number), SeqCst);
    }
    answer
}

/// Polls a call once, and if it follows then, runs `others` before it is dropped.
fn stall(world: &World, others: impl FnOnce()) {
    let leads = Cell::new(false);
    let body = async {
        let _at_work = AtWork::begin(world);
        leads.set(true);
        pending().await
    };
    let mut fly = Some(Box::pin(FlightFuture::<_, _, All<usize>, _>::new(&world.map, 1, CallSite, body)));
    let polled = fly.as_mut().map(|fly| fly.as_mut().poll(&mut Context::from_waker(Waker::noop())));
    if let Some(Poll::Ready(_)) = polled {
        world.served.fetch_add(1, SeqCst);
    }
    if leads.get() {
        fly = None;
    }
    others();
    drop(fly);
}

fn check<const CALLS: usize>(ends: [End; CALLS]) {
    check_interrupted(Some(interruptions(if CALLS > 2 { 2 } else { 3 })), ends);
}

fn check_interrupted<const CALLS: usize>(times: Option<usize>, ends: [End; CALLS]) {
    exhaust(times, move || {
        let world = World::new();
        let threads: Vec<_> = (1..CALLS)
            .map(|number| {
                let world = Arc::clone(&world);
                thread::spawn(move || _ = call(&world, number, ends[number]))
            })
            .collect();
        let all_have_ended = || {
            for thread in threads {
                thread.join().expect("its panic was caught");
            }
        };
        if ends[0] == End::Stalls {
            stall(&world, all_have_ended);
        } else {
            call(&world, 0, ends[0]);
            all_have_ended();
        }
        world.is_left_as_it_was();
    });
}

#[test]
fn two_calls_whichever_way_each_of_them_ends() {
    let ends = [End::Returns, End::Panics, End::Cancelled, End::Blocks, End::Fails];
    for one in ends {
        for other in ends {
            check([one, other]);
        }
    }
}

#[test]
fn a_follower_that_nobody_polls_any_more_holds_nobody_up() {
    for other in [End::Returns, End::Panics, End::Cancelled, End::Blocks, End::Fails] {
        check([End::Stalls, other]);
    }
}

/// A follower that was woken to lead and is dropped passes that on. The first call that looks leads, woken or not.
#[test]
fn a_follower_that_is_dropped_instead_of_leading_wakes_another() {
    exhaust(Some(interruptions(2)), || {
        let world = World::new();
        let mut leader = Box::pin(FlightFuture::<_, _, All<usize>, _>::new(&world.map, 1, CallSite, pending()));
        assert!(leader.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        let mut sleeps = Box::pin(FlightFuture::<_, _, All<usize>, _>::new(&world.map, 1, CallSite, pending()));
        assert!(sleeps.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        let follows = {
            let world = Arc::clone(&world);
            thread::spawn(move || _ = call(&world, 1, End::Returns))
        };
        // It is the first one in the list, so it is woken.
        drop(leader);
        drop(sleeps);
        follows.join().expect("it returns");
        world.is_left_as_it_was();
    });
}

/// One that is woken and never polled holds up those asleep, until a new call with the key comes.
#[test]
fn a_new_call_leads_although_another_one_was_woken() {
    exhaust(Some(interruptions(2)), || {
        let world = World::new();
        let mut leader = Box::pin(FlightFuture::<_, _, All<usize>, _>::new(&world.map, 1, CallSite, pending()));
        assert!(leader.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        let mut stalls = Box::pin(FlightFuture::<_, _, All<usize>, _>::new(&world.map, 1, CallSite, pending()));
        assert!(stalls.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(leader);
        let comes = {
            let world = Arc::clone(&world);
            thread::spawn(move || _ = call(&world, 1, End::Returns))
        };
        call(&world, 2, End::Blocks);
        comes.join().expect("it returns");
        drop(stalls);
        world.is_left_as_it_was();
    });
}

#[test]
fn with_an_error_that_is_not_shared_those_who_wait_run_their_own_bodies() {
    check([End::Fails, End::Returns, End::Fails]);
}

#[test]
fn a_call_after_a_result_is_never_given_that_one() {
    for other in [End::Returns, End::Blocks] {
        exhaust(Some(interruptions(2)), move || {
            let world = World::new();
            let beside = {
                let world = Arc::clone(&world);
                thread::spawn(move || _ = call(&world, 1, other))
            };
            let before = call(&world, 0, End::Returns);
            let after = call(&world, 2, End::Returns);
            assert_ne!(before, after, "the flight was over");
            beside.join().expect("it returns");
            world.is_left_as_it_was();
        });
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
    // With two, one call's guard drops while another one unwinds, and poisons its lock, since the checker's threads are
    // one to std; the checker does not put up with that.
    check_interrupted(Some(1), [End::Cancelled, End::Panics, End::Returns]);
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
