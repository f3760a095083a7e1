//! One measurement.

use crate::{
    scenario::{SHARES, Scenario, Task},
    waiting::waited,
};
use scoped_entry_peers::{
    key::{Key, Keys},
    peer::Peer,
};
use std::{
    hint::{self, black_box},
    iter,
    sync::{
        Barrier, OnceLock,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

#[derive(Clone, Copy)]
pub(crate) struct Effort {
    /// How long to go on. Not how often: on several threads, whoever is done first would leave the others alone.
    pub(crate) lasts: Duration,
    pub(crate) seed: u64,
}

#[derive(Clone, Copy)]
pub(crate) struct Sample {
    /// The nanoseconds of a core that a call takes: the time that passes, times the cores that are busy meanwhile.
    ///
    /// With more threads than cores they share these, so that twice the threads is no excuse for twice the time.
    pub(crate) nanoseconds: f64,
    /// Whether other programs had the cores for a tenth of the time or more. Two threads that are left one core take
    /// turns and never meet, which flatters whoever would have been in the other's way.
    pub(crate) is_disturbed: bool,
}

/// Calls between two looks at the clock, so that these cost nothing.
const BATCH: u32 = 128;

pub(crate) fn take<P: Peer<K>, K: Key>(scenario: Scenario, effort: Effort) -> Sample {
    let map = P::default();
    match scenario.task {
        Task::Call | Task::Replace => side_by_side(&map, scenario, effort),
        Task::Send => across(&map, scenario, effort),
        Task::Len => length(&map, scenario, effort),
    }
}

/// Every thread makes its share of the live entries, and as many calls as it can.
fn side_by_side<K: Key>(map: &impl Peer<K>, scenario: Scenario, effort: Effort) -> Sample {
    let Scenario { task, live, threads, .. } = scenario;
    let share = share(live, threads);
    let start = Start::new(threads);
    let runs = thread::scope(|scope| {
        let run = |thread: u32| {
            let mut keys = K::Keys::of_thread(thread);
            let mut held: Vec<_> = (0..share).map(|_| Some(map.enter(keys.make()))).collect();
            let mut random = fastrand::Rng::with_seed(effort.seed ^ u64::from(thread));
            let mut work = |calls| match task {
                Task::Replace => {
                    for _ in 0..calls {
                        let place = &mut held[random.usize(..share)];
                        *place = None;
                        *place = Some(map.enter(keys.make()));
                    }
                }
                _ => (0..calls).for_each(|_| map.call(keys.make())),
            };
            work(BATCH);
            let (started, before) = (start.together(), waited());
            let mut run = for_a_while(started, effort.lasts, || work(BATCH));
            run.waited = waited().zip(before).map_or(Duration::ZERO, |(after, before)| after.saturating_sub(before));
            // Whoever is done lets the others finish before it takes its entries out.
            start.ready.wait();
            run
        };
        let running: Vec<_> = (0..threads).map(|thread| scope.spawn(move || run(thread))).collect();
        running.into_iter().map(|thread| thread.join().expect("it does not panic")).collect::<Vec<_>>()
    });
    let calls = runs.iter().map(|run| run.calls).sum();
    let lasted = runs.iter().map(|run| run.lasted).max().expect("there is at least one thread");
    let waited: Duration = runs.iter().map(|run| run.waited).sum();
    // More threads than cores have to wait for each other.
    let is_disturbed = threads <= cores() && waited * 10 > lasted * threads;
    Sample { nanoseconds: core_nanoseconds(lasted, threads, calls), is_disturbed }
}

/// One thread makes the entries, the other ends them.
fn across<K: Key>(map: &impl Peer<K>, scenario: Scenario, effort: Effort) -> Sample {
    // Bounded, so that the live entries are, too.
    let (sender, receiver) = mpsc::sync_channel(1_024);
    let mut keys = K::Keys::of_thread(0);
    let _held: Vec<_> = (0..scenario.live).map(|_| map.enter(keys.make())).collect();
    thread::scope(|scope| {
        let dropper = scope.spawn(move || receiver.into_iter().for_each(drop));
        let started = Instant::now();
        let made = for_a_while(started, effort.lasts, || {
            for _ in 0..BATCH {
                sender.send(map.enter(keys.make())).expect("it is received until this end hangs up");
            }
        });
        drop(sender);
        dropper.join().expect("it does not panic");
        Sample { nanoseconds: core_nanoseconds(started.elapsed(), 2, made.calls), is_disturbed: false }
    })
}

/// The entries are of [`SHARES`] threads.
fn length<K: Key>(map: &impl Peer<K>, scenario: Scenario, effort: Effort) -> Sample {
    let _held = thread::scope(|scope| {
        let fill = |thread| {
            let mut keys = K::Keys::of_thread(thread);
            iter::repeat_with(|| map.enter(keys.make())).take(share(scenario.live, SHARES)).collect::<Vec<_>>()
        };
        // All at once, since a thread that begins when another has ended may be taken for the same.
        let filling: Vec<_> = (0..SHARES).map(|thread| scope.spawn(move || fill(thread))).collect();
        filling.into_iter().map(|thread| thread.join().expect("it does not panic")).collect::<Vec<_>>()
    });
    let run = for_a_while(Instant::now(), effort.lasts, || {
        for _ in 0..BATCH {
            black_box(black_box(map).len());
        }
    });
    Sample { nanoseconds: core_nanoseconds(run.lasted, 1, run.calls), is_disturbed: false }
}

fn share(live: u32, threads: u32) -> usize {
    (live / threads).max(1) as usize
}

/// What one thread did.
struct Run {
    calls: u32,
    lasted: Duration,
    /// For a core, in the meantime.
    waited: Duration,
}

fn for_a_while(started: Instant, lasts: Duration, mut batch: impl FnMut()) -> Run {
    let mut calls = 0;
    loop {
        batch();
        calls += BATCH;
        let lasted = started.elapsed();
        if lasted >= lasts {
            return Run { calls, lasted, waited: Duration::ZERO };
        }
    }
}

fn core_nanoseconds(lasted: Duration, threads: u32, calls: u32) -> f64 {
    lasted.as_secs_f64() * 1e9 * f64::from(threads.min(cores())) / f64::from(calls)
}

fn cores() -> u32 {
    thread::available_parallelism().map_or(1, |cores| u32::try_from(cores.get()).unwrap_or(u32::MAX))
}

/// Lets all threads begin at the same moment.
struct Start {
    ready: Barrier,
    to_come: AtomicU32,
    time: OnceLock<Instant>,
}

impl Start {
    fn new(threads: u32) -> Self {
        // Where each thread can have a core, they wait for each other until each really has one: two that are woken
        // on the same core would take turns, and never meet.
        let to_come = if threads <= cores() { threads } else { 0 };
        Self { ready: Barrier::new(threads as usize), to_come: AtomicU32::new(to_come), time: OnceLock::new() }
    }

    /// The same moment for all of them.
    fn together(&self) -> Instant {
        self.ready.wait();
        _ = self.to_come.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |threads| threads.checked_sub(1));
        while self.to_come.load(Ordering::Relaxed) > 0 {
            hint::spin_loop();
        }
        *self.time.get_or_init(Instant::now)
    }
}
