//! Random calls from 32 threads at once, and what must be left of them: nothing, in a map that works as before.

mod bodies;
mod flights;
mod inflight;
mod reads;
mod replies;
mod unique;

use crate::{
    hostile::Maker,
    mishap::{call, mishaps},
    watchdog::watched,
};
use scoped_entry::Stats;
use std::{
    fmt,
    sync::{
        Barrier,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

/// Side by side.
pub const THREADS: usize = 32;
/// In the round after the load, by each thread.
const CLEAN_CALLS: usize = 50;
/// Crossed all the time.
const LIMIT: usize = 8;
const PATIENCE: Duration = Duration::from_mins(5);

/// How much, and which.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// In all.
    pub calls: usize,
    /// The same for the same calls of each thread; what the threads do to each other is up to the machine.
    pub seed: u64,
}

/// What was found when all was over, and was as it has to be.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// How the map is called.
    pub map: &'static str,
    /// Made, whether they panicked or not.
    pub calls: usize,
    /// Left by a panic.
    pub panicked: u64,
    /// Panics of users' code.
    pub mishaps: u64,
    /// Keys and values made, and dropped.
    pub objects: u64,
    /// What the map has counted.
    pub stats: Stats,
}

/// What the calls of one kind of map have in common.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) maker: Maker,
    /// Calls whose entry was made, and which got to know it: in a body, or as a guard.
    admitted: AtomicU64,
    /// Calls whose entry was made, and which were left by a panic of the callback.
    turned_away: AtomicU64,
    reports: AtomicU64,
}

impl Tally {
    pub(crate) fn admitted(&self) {
        self.admitted.fetch_add(1, Relaxed);
    }

    /// Counts the report, and the call if the callback is left by a panic.
    pub(crate) fn in_callback(&self, callback: impl FnOnce()) {
        struct TurnedAway<'a>(&'a Tally);

        impl Drop for TurnedAway<'_> {
            fn drop(&mut self) {
                if thread::panicking() {
                    self.0.turned_away.fetch_add(1, Relaxed);
                }
            }
        }

        self.reports.fetch_add(1, Relaxed);
        let _turned_away = TurnedAway(self);
        callback();
    }

    fn entered(&self) -> u64 {
        self.admitted.load(Relaxed) + self.turned_away.load(Relaxed)
    }
}

/// A map under load.
trait Subject: Default + Sync {
    const MAP: &'static str;

    fn tally(&self) -> &Tally;
    /// Any call, in which anything may panic.
    fn any(&self);
    /// Ends what one call has left for another one to end. Whether there was any.
    fn end_one(&self) -> bool;
    /// A call of a thread of its own key in which nothing panics.
    fn clean(&self, key: u64);
    /// Enters above the limit, and leaves.
    fn exceed(&self);
    fn stats(&self) -> Stats;
    /// How many entries anybody can find.
    fn found(&self) -> usize;
}

/// Each kind of map in its turn, with the same plan.
///
/// # Panics
///
/// If anything is lost, left or miscounted. Ends the process if it hangs.
#[must_use]
pub fn run_all(plan: Plan) -> [Report; 4] {
    [run::<inflight::Load>(plan), run::<unique::Load>(plan), run::<flights::Load>(plan), run::<replies::Load>(plan)]
}

fn run<S: Subject>(plan: Plan) -> Report {
    watched(S::MAP, PATIENCE, || {
        let subject = S::default();
        let mishaps_before = mishaps();
        let panicked = load(&subject, plan);
        let mishaps = mishaps() - mishaps_before;
        let stats = check_that_nothing_is_left(&subject);
        let objects = subject.tally().maker.made();
        check_that_it_works(&subject);
        Report { map: S::MAP, calls: plan.calls, panicked, mishaps, objects, stats }
    })
}

/// On all threads at once, each with its number, whose sum is returned.
fn on_all_threads(work: impl Fn(usize) -> u64 + Sync) -> u64 {
    let together = Barrier::new(THREADS);
    let work = |thread| {
        together.wait();
        work(thread)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                scope.spawn({
                    let work = &work;
                    move || work(thread)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("the thread's own panic has said what is wrong")).sum()
    })
}

/// Answers how many calls were left by a panic.
fn load<S: Subject>(subject: &S, plan: Plan) -> u64 {
    on_all_threads(|thread| {
        fastrand::seed(plan.seed.wrapping_mul(THREADS as u64) + thread as u64);
        let calls = plan.calls / THREADS + usize::from(thread < plan.calls % THREADS);
        let mut panicked = 0;
        for _ in 0..calls {
            panicked += u64::from(call(|| subject.any()).is_none());
        }
        // What is left to be ended by others is, too, and its destructors may panic.
        while call(|| subject.end_one()).unwrap_or(true) {}
        panicked
    })
}

fn check_that_nothing_is_left<S: Subject>(subject: &S) -> Stats {
    // Pushed by one thread after another one had found nothing more to end.
    while subject.end_one() {}
    let (stats, tally) = (subject.stats(), subject.tally());
    assert_eq!((stats.len, subject.found()), (0, 0), "{}: entries are left", S::MAP);
    assert_eq!(stats.entered, stats.exited, "{}: {stats:?}", S::MAP);
    assert_eq!(stats.entered, tally.entered(), "{}: {tally:?}", S::MAP);
    assert!(stats.exited_panicking > 0 && stats.exited_panicking < stats.exited, "{}: {stats:?}", S::MAP);
    assert!(stats.excesses > 0 && stats.peak > 1, "{}: {stats:?}", S::MAP);
    assert_eq!(stats.oldest_age, None, "{}", S::MAP);
    assert_eq!(tally.maker.live(), (0, 0), "{}: keys and values that were not dropped", S::MAP);
    stats
}

/// The same map, in a round without panics, in which all is exact.
fn check_that_it_works<S: Subject>(subject: &S) {
    let before = subject.stats();
    on_all_threads(|thread| {
        (0..CLEAN_CALLS).for_each(|_| subject.clean(thread as u64));
        0
    });
    let after = subject.stats();
    let calls = (THREADS * CLEAN_CALLS) as u64;
    assert_eq!(
        (after.len, after.entered, after.exited),
        (0, before.entered + calls, before.exited + calls),
        "{}",
        S::MAP
    );
    assert_eq!(after.exited_panicking, before.exited_panicking, "{}", S::MAP);

    let reports = || subject.tally().reports.load(Relaxed);
    let reports_before = reports();
    subject.exceed();
    assert_eq!((subject.stats().excesses, subject.stats().len), (after.excesses + 1, 0), "{}", S::MAP);
    assert_eq!(reports(), reports_before + 1, "{}: reports of an excess", S::MAP);
    assert_eq!(subject.tally().maker.live(), (0, 0), "{}", S::MAP);
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { map, calls, panicked, mishaps, objects, stats } = self;
        let Stats { entered, exited_panicking, peak, excesses, .. } = stats;
        write!(
            f,
            "{map}: {calls} calls from {THREADS} threads, {panicked} of them left by a panic, {mishaps} panics of users' \
             code; {entered} entries made and removed, {exited_panicking} by a panic; at most {peak} at once, {excesses} \
             times above the limit of {LIMIT}; {objects} keys and values made and dropped"
        )
    }
}
