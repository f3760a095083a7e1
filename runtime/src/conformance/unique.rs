//! The suite for maps with unique keys. Its checks are in `unique_promises`.

use super::{
    runner::Runner,
    sample::Sample,
    unique_promises::{
        RemoveByHand, contended, drops_refused_outside, drops_removed_outside, gives_back, is_removed_in_a_panic,
        lives_with_its_guard, refuses, removes_its_own, shows_the_value, spares_successors,
    },
};
use crate::entry::UniqueKeys;
use core::time::Duration;
use std::sync::Arc;

/// Creates the suite for a map with one entry per key.
///
/// `make` returns a new empty map for each check. Call [`run`](UniqueKeysSuite::run) to run the suite.
///
/// # Examples
///
/// ```
/// use scoped_entry::{UniqueMap, conformance::{self, Probe}};
///
/// conformance::unique_keys(UniqueMap::<Probe, Probe>::new).run();
/// ```
pub fn unique_keys<M>(make: impl Fn() -> M + Send + Sync + 'static) -> UniqueKeysSuite<M>
where
    M: UniqueKeys<Key: Sample, Value: Sample> + Send + Sync + 'static,
{
    UniqueKeysSuite { runner: Runner::new(make), refused_keys_under_lock: false, remove_by_hand: None }
}

/// A test suite for a map with one entry per key. [`unique_keys`] creates it, and [`run`](Self::run) runs it.
#[expect(missing_debug_implementations, reason = "it exists only until `run` is called")]
#[must_use = "the suite does nothing until `run` is called"]
pub struct UniqueKeysSuite<M> {
    runner: Runner<M>,
    refused_keys_under_lock: bool,
    remove_by_hand: Option<RemoveByHand<M>>,
}

impl<M> UniqueKeysSuite<M>
where
    M: UniqueKeys<Key: Sample, Value: Sample> + Send + Sync + 'static,
{
    /// Sets how long a check may take before the map counts as deadlocked. The default is 60 seconds.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.runner.deadline = deadline;
        self
    }

    /// Allows removed keys and values to drop after the end of their entry, at the latest with the map, and under a lock.
    /// papaya's maps and scc's indexes need this.
    pub fn drops_later(mut self) -> Self {
        self.runner.later = true;
        self
    }

    /// Allows the key of a rejected call to drop under the map's lock. The call must get a clone of it back. std's maps in a
    /// lock need this.
    pub fn may_drop_refused_keys_under_its_lock(mut self) -> Self {
        self.refused_keys_under_lock = true;
        self
    }

    /// Also checks that a guard removes its own entry only: if the entry was removed by hand and another call has entered
    /// with an equal key since, the guard must leave that entry alone.
    ///
    /// `remove` removes the entry whose key is the [sample](Sample::sample) with the given number. A map from which only
    /// guards can remove does not need this check.
    pub fn removes_by_identity(mut self, remove: impl Fn(&M, u8) + Send + Sync + 'static) -> Self {
        self.remove_by_hand = Some(Arc::new(remove));
        self
    }

    /// Runs the suite.
    ///
    /// # Panics
    ///
    /// Panics at the first promise that the map breaks, with the promise and what was found instead.
    #[track_caller]
    pub fn run(self) {
        let Self { runner, refused_keys_under_lock, remove_by_hand } = self;
        runner.check("an entry is in the map exactly as long as its guard lives", lives_with_its_guard);
        runner.check("a call whose key is already present is rejected and does not change the existing entry", refuses);
        runner.check("a rejected call gets its key and value back", gives_back);
        runner.check("`occupied` gets the existing value", shows_the_value);
        runner.check("a panic that unwinds through a call removes its entry", is_removed_in_a_panic);
        runner.check("a guard removes its own entry and no other", removes_its_own);
        runner.check("the destructor of a removed key or value may use the map", drops_removed_outside);
        runner.check("the key and value of a rejected call do not drop under the map's lock", move |fixture| {
            drops_refused_outside(fixture, refused_keys_under_lock)
        });
        runner.check(
            "when several threads enter at once, a key has one holder at a time and no entry stays behind",
            contended,
        );
        if let Some(remove) = remove_by_hand {
            runner.check("a guard does not remove the entry of a successor", move |fixture| {
                spares_successors(fixture, &remove)
            });
        }
    }
}
