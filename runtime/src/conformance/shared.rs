//! The suite for maps with shared keys, and its checks.

use super::{
    fixture::{Fixture, Found, expect},
    runner::Runner,
    sample::Sample,
};
use crate::entry::{EntryGuard, SharedKeys};
use alloc::{format, vec::Vec};
use core::time::Duration;
use std::{
    sync::{Arc, Barrier},
    thread,
};

/// Returns the number of entries of a map.
type Len<M> = Arc<dyn Fn(&M) -> usize + Send + Sync>;

/// Creates the suite for a map in which several calls may hold the same key.
///
/// `make` returns a new empty map for each check. `len` returns the number of entries of a map. Call
/// [`run`](SharedKeysSuite::run) to run the suite.
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
    SharedKeysSuite { runner: Runner::new(make), len: Arc::new(len) }
}

/// A test suite for a map with shared keys. [`shared_keys`] creates it, and [`run`](Self::run) runs it.
#[expect(missing_debug_implementations, reason = "it exists only until `run` is called")]
#[must_use = "the suite does nothing until `run` is called"]
pub struct SharedKeysSuite<M> {
    runner: Runner<M>,
    len: Len<M>,
}

impl<M> SharedKeysSuite<M>
where
    M: SharedKeys<Key: Sample, Value: Sample> + Send + Sync + 'static,
{
    /// Sets how long a check may take before the map counts as deadlocked. The default is 60 seconds.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.runner.deadline = deadline;
        self
    }

    /// Allows removed keys and values to drop after the end of their entry, at the latest with the map, and under a lock.
    pub fn drops_later(mut self) -> Self {
        self.runner.later = true;
        self
    }

    /// Runs the suite.
    ///
    /// # Panics
    ///
    /// Panics at the first promise that the map breaks, with the promise and what was found instead.
    #[track_caller]
    pub fn run(self) {
        let Self { runner, len } = self;
        let run = |promise, check: fn(&Fixture<M>, &Len<M>) -> Found| {
            let len = Arc::clone(&len);
            (promise, move |fixture: &Fixture<M>| check(fixture, &len))
        };
        // A loop, because a closure would lose the location of the caller.
        for (promise, check) in [
            run("an entry is in the map exactly as long as its guard lives", lives_with_its_guard),
            run("entries with equal keys coexist, and each guard removes its own", holds_equal_keys),
            run("a panic that unwinds through a call removes its entry", is_removed_in_a_panic),
            run("a guard removes its own entry and no other", removes_its_own),
            run("the destructor of a removed key or value may use the map", drops_removed_outside),
            run("when several threads enter at once, no entry is lost and none stays behind", contended),
        ] {
            runner.check(promise, check);
        }
    }
}

fn enter<M>(fixture: &Fixture<M>, key: u8, value: u8) -> EntryGuard<Arc<M>>
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    EntryGuard::enter(Arc::clone(&fixture.map), fixture.key(key), fixture.value(value))
}

fn has<M>(fixture: &Fixture<M>, len: &Len<M>, expected: usize) -> Found {
    let found = len(&fixture.map);
    expect(found == expected, format!("{found} entries instead of {expected}"))
}

fn lives_with_its_guard<M>(fixture: &Fixture<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    has(fixture, len, 0)?;
    let guard = enter(fixture, 0, 16);
    has(fixture, len, 1)?;
    let other = enter(fixture, 1, 17);
    has(fixture, len, 2)?;
    drop(guard);
    has(fixture, len, 1)?;
    drop(other);
    has(fixture, len, 0)?;
    drop(enter(fixture, 0, 16));
    has(fixture, len, 0)
}

/// Checks that the values of these entries are alive, and no others.
fn only_these_live<M>(fixture: &Fixture<M>, guards: &[Option<EntryGuard<Arc<M>>>]) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    if fixture.later || !fixture.values.sees() {
        return Ok(());
    }
    (0..).zip(guards).try_for_each(|(number, guard)| {
        let live = fixture.values.live(number) > 0;
        expect(live == guard.is_some(), "a guard removed another guard's entry instead of its own")
    })
}

/// Enters several times, with the keys that `key` returns, and drops the guards in another order.
fn enters_and_exits<M>(fixture: &Fixture<M>, len: &Len<M>, key: fn(u8) -> u8) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    let mut guards = [const { None }; 8];
    for (number, guard) in (0..).zip(&mut guards) {
        *guard = Some(enter(fixture, key(number), number));
    }
    let mut remaining = guards.len();
    has(fixture, len, remaining)?;
    for ended in [3, 0, 7, 5, 1, 6, 2, 4] {
        guards[ended] = None;
        remaining -= 1;
        has(fixture, len, remaining)?;
        only_these_live(fixture, &guards)?;
    }
    Ok(())
}

fn holds_equal_keys<M>(fixture: &Fixture<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    enters_and_exits(fixture, len, |_| 0)
}

fn removes_its_own<M>(fixture: &Fixture<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    enters_and_exits(fixture, len, |number| number)
}

fn is_removed_in_a_panic<M>(fixture: &Fixture<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample>,
{
    Fixture::unwind(enter(fixture, 0, 16));
    has(fixture, len, 0)
}

fn drops_removed_outside<M>(fixture: &Fixture<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample> + Send + Sync + 'static,
{
    if fixture.later {
        return Ok(());
    }
    for tracker in [&fixture.keys, &fixture.values] {
        let guard = enter(fixture, 0, 16);
        let (visited, len) = (fixture.clone(), Arc::clone(len));
        tracker.at_every_drop(move || {
            drop(enter(&visited, 0, 9));
            len(&visited.map);
        });
        drop(guard);
        let called = tracker.end();
        expect(called > 0 || !tracker.sees(), "the removed key or value did not drop with its entry")?;
    }
    Ok(())
}

const THREADS: usize = 4;
const ROUNDS: usize = 200;

fn contended<M>(fixture: &Fixture<M>, len: &Len<M>) -> Found
where
    M: SharedKeys<Key: Sample, Value: Sample> + Send + Sync,
{
    let together = Barrier::new(THREADS);
    let call = || -> Found {
        let found = (0..3)
            .cycle()
            .take(ROUNDS)
            .map(|key| {
                let guard = enter(fixture, key, 16);
                thread::yield_now();
                let there = expect(len(&fixture.map) > 0, "no entry while a guard lives");
                drop(guard);
                there
            })
            .collect::<Vec<_>>();
        // All threads hold an entry with the same key at once. No thread returns early: the others would wait for it.
        let guard = enter(fixture, 0, 16);
        together.wait();
        let all = has(fixture, len, THREADS);
        together.wait();
        drop(guard);
        found.into_iter().collect::<Found>().and(all)
    };
    thread::scope(|scope| {
        let threads = core::array::from_fn::<_, THREADS, _>(|_| scope.spawn(call));
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| Err("the map panicked".into())))
    })?;
    has(fixture, len, 0)
}
