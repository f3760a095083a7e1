//! Bodies that run in a task of their own, for as long as a call waits.

use crate::{gate::Gate, polling::Call};
use scoped_entry::FlightMap;
use std::{
    cell::{Cell, RefCell},
    future::{Future, pending, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
    sync::Arc,
    task::Poll,
};

/// An executor whose tasks are polled when the test says so.
#[derive(Default)]
struct Tasks<'a>(RefCell<Vec<Call<'a, ()>>>);

impl<'a> Tasks<'a> {
    fn spawn(&self, task: impl Future<Output = ()> + 'a) {
        self.0.borrow_mut().push(Call::new(task));
    }

    /// Polls each of them once, and forgets those that have ended.
    fn poll(&self) {
        self.0.borrow_mut().retain_mut(|task| task.poll().is_pending());
    }

    /// The same for those that were woken.
    fn poll_woken(&self) {
        self.0.borrow_mut().retain_mut(|task| !task.is_woken() || task.poll().is_pending());
    }

    fn len(&self) -> usize {
        self.0.borrow().len()
    }
}

// In milliseconds, of a clock that the test moves.
const LOAD: u32 = 100;
const PATIENCE: u32 = 80;
const INTERVAL: u32 = 10;
const CALLERS: u32 = 100;

/// A caller comes at each interval, and gives up before a load that began when it came is done. Returns how many were served.
fn served_under_short_patience<'a>(call: impl Fn(Rc<Cell<u32>>) -> Call<'a, u32>, tasks: &Tasks<'_>) -> usize {
    let now = Rc::new(Cell::new(0));
    let mut callers: Vec<(u32, Call<'a, u32>)> = Vec::new();
    let mut served = 0;
    for tick in 0..CALLERS * INTERVAL + PATIENCE {
        now.set(tick);
        if tick % INTERVAL == 0 && tick < CALLERS * INTERVAL {
            callers.push((tick, call(Rc::clone(&now))));
        }
        tasks.poll();
        callers.retain_mut(|(since, call)| {
            let is_served = call.poll().is_ready();
            served += usize::from(is_served);
            !is_served && tick - *since < PATIENCE
        });
        // A task that was spawned begins at once.
        tasks.poll();
    }
    served
}

async fn load(now: Rc<Cell<u32>>) -> u32 {
    let began = now.get();
    poll_fn(|_| if now.get() - began >= LOAD { Poll::Ready(began) } else { Poll::Pending }).await
}

#[test]
fn callers_that_give_up_before_a_load_is_done_are_served_by_one_that_began_earlier() {
    let map = Arc::new(FlightMap::<u64, u32>::new());
    let tasks = Tasks::default();
    let detached = |now| Call::new(map.run_detached(7, |task| tasks.spawn(task), load(now)));
    let served = served_under_short_patience(detached, &tasks);
    assert!(served >= 75, "{served} of {CALLERS}");
    assert!(map.is_empty());
    // Each leader would take its work with it.
    let attached = |now| Call::new(map.run(7, load(now)));
    assert_eq!(served_under_short_patience(attached, &tasks), 0);
}

struct SetOnDrop<'a>(&'a Cell<bool>);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

#[test]
fn a_body_is_dropped_when_the_last_call_that_waits_has_gone() {
    let is_dropped = Cell::new(false);
    let map = Arc::new(FlightMap::<u64, u32>::new());
    let tasks = Tasks::default();
    let body = |set| async move {
        let _set = set;
        pending().await
    };
    let mut leader = Call::new(map.run_detached(7, |task| tasks.spawn(task), body(Some(SetOnDrop(&is_dropped)))));
    let mut follower = Call::new(map.run_detached(7, |task| tasks.spawn(task), body(None)));
    leader.waits();
    follower.waits();
    tasks.poll();
    assert_eq!((tasks.len(), map.followers(&7)), (1, 1));
    drop(leader);
    tasks.poll_woken();
    assert!(!is_dropped.get() && tasks.len() == 1);
    drop(follower);
    assert!(!map.is_empty(), "what waits for the map waits for the body");
    tasks.poll_woken();
    assert!(is_dropped.get() && tasks.len() == 0 && map.is_empty());
}

/// A call that comes before the task has noticed keeps it.
#[test]
fn a_call_that_comes_in_time_keeps_a_body_that_no_other_waits_for() {
    let (map, gate) = (Arc::new(FlightMap::<u64, u32>::new()), Gate::default());
    let tasks = Tasks::default();
    let call = |number| {
        let (gate, tasks) = (&gate, &tasks);
        Call::new(map.run_detached(7, |task| tasks.spawn(task), async move {
            gate.passed().await;
            number
        }))
    };
    let mut gone = call(1);
    gone.waits();
    tasks.poll();
    drop(gone);
    let mut comes = call(2);
    comes.waits();
    tasks.poll_woken();
    gate.open();
    tasks.poll_woken();
    assert_eq!(comes.ends(), 1);
    assert!(map.is_empty());
}

#[test]
fn a_task_that_is_dropped_unpolled_or_a_spawner_that_panics_makes_the_next_call_lead() {
    for panics in [false, true] {
        let map = Arc::new(FlightMap::<u64, u32>::new());
        let tasks = Tasks::default();
        let mut kept = None;
        let spawn = |task| {
            assert!(!panics, "as it was told");
            kept = Some(task);
        };
        let mut leader = Call::new(map.run_detached(7, spawn, async { 1 }));
        let mut follower = Call::new(map.run_detached(7, |task| tasks.spawn(task), async { 2 }));
        if panics {
            assert!(catch_unwind(AssertUnwindSafe(|| leader.poll())).is_err());
            follower.waits();
        } else {
            leader.waits();
            follower.waits();
            drop(leader);
            drop(kept);
            assert!(follower.is_woken());
            follower.waits();
        }
        tasks.poll();
        assert_eq!(follower.ends(), 2);
        assert!(map.is_empty());
    }
}

#[test]
fn a_body_that_panics_reaches_the_call_that_spawned_it_alone() {
    let map = Arc::new(FlightMap::<u64, u32>::new());
    let tasks = Tasks::default();
    let mut leader = Call::new(map.run_detached(7, |task| tasks.spawn(task), async { panic!("as it was told") }));
    let mut follower = Call::new(map.run_detached(7, |task| tasks.spawn(task), async { 2 }));
    leader.waits();
    follower.waits();
    assert!(catch_unwind(AssertUnwindSafe(|| tasks.poll())).is_err());
    assert!(leader.is_woken() && follower.is_woken());
    let payload = catch_unwind(AssertUnwindSafe(|| leader.poll())).unwrap_err();
    assert!(payload.downcast_ref::<String>().unwrap().starts_with("single flight: the task of the call at "));
    follower.waits();
    tasks.0.borrow_mut().remove(0);
    tasks.poll();
    assert_eq!(follower.ends(), 2);
}

#[test]
fn with_an_error_that_is_not_shared_the_next_call_spawns_its_own_body() {
    #[derive(Debug, PartialEq)]
    struct NotClone;

    let map = Arc::new(FlightMap::<u64, u32>::new());
    let tasks = Tasks::default();
    let mut leader = Call::new(map.try_run_detached(7, |task| tasks.spawn(task), async { Err(NotClone) }));
    let mut follower = Call::new(map.try_run_detached(7, |task| tasks.spawn(task), async { Ok::<_, NotClone>(2) }));
    leader.waits();
    follower.waits();
    tasks.poll();
    assert_eq!(leader.ends(), Err(NotClone));
    follower.waits();
    tasks.poll();
    assert_eq!(follower.ends(), Ok(2));
}

#[test]
fn a_call_within_the_task_with_its_own_key_panics() {
    let map = Arc::new(FlightMap::<u64, u32>::new());
    let tasks = Tasks::default();
    let inner = map.run(7, async { 1 });
    let mut outer = Call::new(map.run_detached(7, |task| tasks.spawn(task), inner));
    outer.waits();
    let payload = catch_unwind(AssertUnwindSafe(|| tasks.poll())).unwrap_err();
    assert!(payload.downcast_ref::<String>().unwrap().contains("would deadlock"));
}

#[test]
fn it_runs_under_tokio_beside_calls_that_are_not_detached() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
    runtime.block_on(async {
        let map = Arc::new(FlightMap::<u64, u32>::new());
        let calls: Vec<_> = (0..100)
            .map(|call| {
                let map = Arc::clone(&map);
                tokio::spawn(async move {
                    let body = async move {
                        tokio::task::yield_now().await;
                        call
                    };
                    if call % 3 == 0 { map.run(7, body).await } else { map.run_detached(7, tokio::spawn, body).await }
                })
            })
            .collect();
        for call in calls {
            assert!(call.await.unwrap() < 100);
        }
        map.drained().await;
        let stats = map.stats();
        assert_eq!((stats.leaders - stats.promotions + stats.served, stats.waiting.len), (100, 0));
    });
}
