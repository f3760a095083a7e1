//! What the maps cost on the worst day, in processor time of the thread, so that other work on the machine matters little:
//!
//! - what it takes to read the statistics of a million entries, the oldest ten, and all of them;
//! - what a wave of calls costs when the survivors of a burst are in the map, beside one without a burst.
//!
//! `cargo bench -p scoped-entry-peers --bench steady`

use scoped_entry::{EntryGuard, EntryMap, InflightMap, MapRef, UniqueMap, observe::Observed};
use std::{hint::black_box, time::Duration};

const MANY: u64 = 1_000_000;
const SURVIVORS: u64 = 1_000;
const WAVE: u64 = 10_000;
const ROUNDS: usize = 21;

type Unique = UniqueMap<u64, (), foldhash::fast::RandomState>;

/// The processor time that this thread has used.
fn used() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).expect("less than a second"))
}

fn time(call: impl FnOnce()) -> Duration {
    let before = used();
    call();
    used().saturating_sub(before)
}

/// The median and the longest of some runs.
fn times(mut before: impl FnMut(), mut call: impl FnMut()) -> (Duration, Duration) {
    let mut times: Vec<_> = (0..ROUNDS)
        .map(|_| {
            before();
            time(&mut call)
        })
        .collect();
    times.sort_unstable();
    (times[ROUNDS / 2], times[ROUNDS - 1])
}

/// Prints what it takes to read a map of a million entries, some of which have been replaced.
fn queries<O: MapRef<Map: EntryMap>>(
    name: &str,
    map: &dyn Observed,
    enter: impl Fn(u64) -> EntryGuard<O>,
    snapshot: impl Fn(),
) {
    let mut guards: Vec<_> = (0..MANY).map(|key| Some(enter(key))).collect();
    let mut random = fastrand::Rng::with_seed(7);
    let mut next = MANY;
    let mut load = || {
        for _ in 0..100_000 {
            let replaced = &mut guards[usize::try_from(random.u64(..MANY)).expect("it fits")];
            drop(replaced.take());
            *replaced = Some(enter(next));
            next += 1;
        }
    };
    // Before each run, the entries that a scrape of this size finds changed.
    let stats = times(&mut load, || _ = black_box(map.stats()));
    let oldest = times(&mut load, || drop(black_box(map.oldest_entries(10))));
    let all = times(&mut load, &snapshot);
    println!("{name:<12} stats {stats:>9.1?}  ten oldest {oldest:>9.1?}  snapshot {all:>9.1?}  (median, longest)");
}

/// Prints what a call of a wave costs, and the longest call.
fn wave<O: MapRef<Map: EntryMap>>(name: &str, enter: impl Fn(u64) -> EntryGuard<O>) {
    let mut guards = Vec::with_capacity(usize::try_from(WAVE).expect("it fits"));
    let mut waves = || {
        times(
            || {},
            || {
                guards.extend((0..WAVE).map(|key| enter(2 * MANY + key)));
                guards.clear();
            },
        )
        .0
    };
    let without = waves();
    let mut burst: Vec<_> = (0..MANY).map(|key| Some(enter(key))).collect();
    let step = MANY / SURVIVORS;
    for (key, guard) in (0..MANY).zip(&mut burst) {
        if key % step != 0 {
            *guard = None;
        }
    }
    let with = waves();
    let mut longest = Duration::ZERO;
    for _ in 0..5 {
        for key in 0..WAVE {
            longest = longest.max(time(|| guards.push(enter(2 * MANY + key))));
        }
        while let Some(guard) = guards.pop() {
            longest = longest.max(time(|| drop(guard)));
        }
    }
    let ratio = with.as_secs_f64() / without.as_secs_f64();
    println!(
        "{name:<12} a wave {without:>9.1?}, with survivors {with:>9.1?}, ratio {ratio:.2}; longest call {longest:.1?}"
    );
}

fn main() {
    let inflight = InflightMap::<u64>::new();
    queries("InflightMap", &inflight, |key| inflight.enter(key, ()), || drop(inflight.snapshot()));
    let unique = Unique::default();
    queries("UniqueMap", &unique, |key| unique.try_enter(key, ()).unwrap(), || drop(unique.snapshot()));
    let inflight = InflightMap::<u64>::new();
    wave("InflightMap", |key| inflight.enter(key, ()));
    let unique = Unique::default();
    wave("UniqueMap", |key| unique.try_enter(key, ()).unwrap());
}
