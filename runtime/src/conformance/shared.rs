//! The suite for maps with shared keys.

use super::{
    Sample,
    bench::{Bench, Found, expect},
    course::Course,
};
use crate::{EntryGuard, SharedKeys};
use alloc::{format, vec::Vec};
use core::time::Duration;
use std::{
    sync::{Arc, Barrier},
    thread,
};

/// How many entries the map has.
type Len<M> = Arc<dyn Fn(&M) -> usize + Send + Sync>;

/// Begins the suite for a map in which several calls may hold the same key. `make` makes an empty map, for each check its
/// own; `len` tells how many entries one has.
///
/// # Examples
///
/// ```
/// use scoped_entry::{InflightMap, conformance::{self, Probe}};
///
/// conformance::shared_keys(InflightMap::<Probe, Probe>::new, InflightMap::len).run();
/// ```
pub fn shared_keys<M>(
    make: impl Fn() -> M + Send + Sync + 'static,
    len: impl Fn(&M) -> usize + Send + Sync + 'static,
) -> SharedKeysSuite<M>
where
    M: SharedKeys<Key: Sample, Value: Sample> + Send + Sync + 'static,
{
    SharedKeysSuite { course: Course::new(make), len: Arc::new(len) }
}

/// The suite for a map with shared keys: made by [`shared_keys`], and not done before [`run`](Self::run).
#[expect(missing_debug_implementations, reason = "it is run where it is made")]
#[must_use = "nothing is tested before `run` is called"]
pub struct SharedKeysSuite<M> {
    course: Course<M>,
    len: Len<M>,
}

impl<M> SharedKeysSuite<M>
where
    M: SharedKeys<Key: Sample, Value: Sample> + Send + Sync + 'static,
{
    /// How long a check may take before the map counts as deadlocked: 60 seconds, unless set.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.course.deadline = deadline;
        self
    }

    /// Says that removed keys and values may drop later than their entry ends, at the latest with the map, and possibly
    /// under a lock.
    pub fn drops_later(mut self) -> Self {
        self.course.later = true;
        self
    }

    /// Runs the suite.
    ///
    /// # Panics
    ///
    /// At the first promise that the map breaks.
    #[track_caller]
    pub fn run(self) {
        let Self { course, len } = self;
        let run = |promise, check: fn(&Bench<M>, &Len<M>) -> Found| {
            let len = Arc::clone(&len);
            (promise, move |bench: &Bench<M>| check(bench, &len))
        };
        // Not in a closure, where the place of the call would be lost.
        for (promise, check) in [
            run("an entry is in the map while its guard lives, and gone after it", lives_with_its_guard),
            run("entries with equal keys are all there, and each guard removes its own", holds_equal_keys),
            run("a panic that unwinds through a call removes the call's entry", leaves_in_a_panic),
            run("a guard removes its own entry and no other", removes_its_own),
            run("a removed key or value may use the map in its destructor", drops_removed_outside),
            run("nothing is lost and nothing is left when several threads enter at once", contended),
        ] {
            course.check(promise, check);
        }
    }
}

fn enter<M>(bench: &Bench<M>, key: u8, value: u8) -> EntryGuard<Arc<M>>
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    EntryGuard::enter(Arc::clone(&bench.map), bench.key(key), bench.value(value))
}

fn has<M>(bench: &Bench<M>, len: &Len<M>, expected: usize) -> Found {
    let found = len(&bench.map);
    expect(found == expected, format!("{found} entries instead of {expected}"))
}

fn lives_with_its_guard<M>(bench: &Bench<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    has(bench, len, 0)?;
    let guard = enter(bench, 0, 16);
    has(bench, len, 1)?;
    let other = enter(bench, 1, 17);
    has(bench, len, 2)?;
    drop(guard);
    has(bench, len, 1)?;
    drop(other);
    has(bench, len, 0)?;
    drop(enter(bench, 0, 16));
    has(bench, len, 0)
}

/// Whether just the values of these entries live.
fn just<M>(bench: &Bench<M>, guards: &[Option<EntryGuard<Arc<M>>>]) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    if bench.later || !bench.values.sees() {
        return Ok(());
    }
    (0..).zip(guards).try_for_each(|(number, guard)| {
        let live = bench.values.live(number) > 0;
        expect(live == guard.is_some(), "a guard has removed the entry of another guard instead of its own")
    })
}

/// Enters several times, under the keys that `key` gives, and leaves in another order.
fn comes_and_goes<M>(bench: &Bench<M>, len: &Len<M>, key: fn(u8) -> u8) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    let mut guards = [const { None }; 8];
    for (number, guard) in (0..).zip(&mut guards) {
        *guard = Some(enter(bench, key(number), number));
    }
    let mut left = guards.len();
    has(bench, len, left)?;
    for ended in [3, 0, 7, 5, 1, 6, 2, 4] {
        guards[ended] = None;
        left -= 1;
        has(bench, len, left)?;
        just(bench, &guards)?;
    }
    Ok(())
}

fn holds_equal_keys<M>(bench: &Bench<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    comes_and_goes(bench, len, |_| 0)
}

fn removes_its_own<M>(bench: &Bench<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    comes_and_goes(bench, len, |number| number)
}

fn leaves_in_a_panic<M>(bench: &Bench<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    Bench::unwind(enter(bench, 0, 16));
    has(bench, len, 0)
}

fn drops_removed_outside<M>(bench: &Bench<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample> + Send + Sync + 'static,
{
    if bench.later {
        return Ok(());
    }
    for witness in [&bench.keys, &bench.values] {
        let guard = enter(bench, 0, 16);
        let (visited, len) = (bench.clone(), Arc::clone(len));
        witness.at_every_drop(move || {
            drop(enter(&visited, 0, 9));
            len(&visited.map);
        });
        drop(guard);
        let called = witness.end();
        expect(called > 0 || !witness.sees(), "it was not dropped with its entry")?;
    }
    Ok(())
}

const THREADS: usize = 4;
const ROUNDS: usize = 200;

fn contended<M>(bench: &Bench<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample> + Send + Sync,
{
    let together = Barrier::new(THREADS);
    let call = || -> Found {
        let found = (0..3)
            .cycle()
            .take(ROUNDS)
            .map(|key| {
                let guard = enter(bench, key, 16);
                thread::yield_now();
                let there = expect(len(&bench.map) > 0, "no entry while a guard lives");
                drop(guard);
                there
            })
            .collect::<Vec<_>>();
        // Everyone's entries at once, of one key. Nobody leaves early: the others would wait.
        let guard = enter(bench, 0, 16);
        together.wait();
        let all = has(bench, len, THREADS);
        together.wait();
        drop(guard);
        found.into_iter().collect::<Found>().and(all)
    };
    thread::scope(|scope| {
        let threads = core::array::from_fn::<_, THREADS, _>(|_| scope.spawn(call));
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| Err("the map panicked".into())))
    })?;
    has(bench, len, 0)
}
