//! The suite for maps with unique keys. What it checks is in `unique_promises`.

use super::{
    runner::Runner,
    sample::Sample,
    unique_promises::{
        RemoveByHand, contended, drops_refused_outside, drops_removed_outside, gives_back, leaves_in_a_panic,
        lives_with_its_guard, refuses, removes_its_own, shows_the_value, spares_successors,
    },
};
use crate::entry::UniqueKeys;
use core::time::Duration;
use std::sync::Arc;

/// Begins the suite for a map with one entry per key. `make` makes an empty map, for each check its own.
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

/// The suite for a map with one entry per key: made by [`unique_keys`], and not done before [`run`](Self::run).
#[expect(missing_debug_implementations, reason = "it is run where it is made")]
#[must_use = "nothing is tested before `run` is called"]
pub struct UniqueKeysSuite<M> {
    runner: Runner<M>,
    refused_keys_under_lock: bool,
    remove_by_hand: Option<RemoveByHand<M>>,
}

impl<M> UniqueKeysSuite<M>
where
    M: UniqueKeys<Key: Sample, Value: Sample> + Send + Sync + 'static,
{
    /// How long a check may take before the map counts as deadlocked: 60 seconds, unless set.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.runner.deadline = deadline;
        self
    }

    /// Says that removed keys and values may drop later than their entry ends, at the latest with the map, and possibly
    /// under a lock, as in papaya's maps and scc's indexes.
    pub fn drops_later(mut self) -> Self {
        self.runner.later = true;
        self
    }

    /// Says that the key of a refused call may drop under the map's lock, as in std's maps inside a lock; the call gets a
    /// clone of it back.
    pub fn may_drop_refused_keys_under_its_lock(mut self) -> Self {
        self.refused_keys_under_lock = true;
        self
    }

    /// Claims that a guard removes its own entry only, also when somebody has removed that by hand and another call has
    /// entered under an equal key. `remove` removes the entry whose key is the
    /// [sample](Sample::sample) of the given number.
    ///
    /// A map that nobody but guards can remove from has nothing to claim.
    pub fn removes_by_identity(mut self, remove: impl Fn(&M, u8) + Send + Sync + 'static) -> Self {
        self.remove_by_hand = Some(Arc::new(remove));
        self
    }

    /// Runs the suite.
    ///
    /// # Panics
    ///
    /// At the first promise that the map breaks.
    #[track_caller]
    pub fn run(self) {
        let Self { runner, refused_keys_under_lock, remove_by_hand } = self;
        runner.check("an entry is in the map while its guard lives, and gone after it", lives_with_its_guard);
        runner.check("a call whose key is taken is refused, and leaves the other's entry as it was", refuses);
        runner.check("a refused call gets its key and its value back", gives_back);
        runner.check("`occupied` is shown the value that is there", shows_the_value);
        runner.check("a panic that unwinds through a call removes the call's entry", leaves_in_a_panic);
        runner.check("a guard removes its own entry and no other", removes_its_own);
        runner.check("a removed key or value may use the map in its destructor", drops_removed_outside);
        runner.check("nothing of a refused call drops under the map's lock", move |fixture| {
            drops_refused_outside(fixture, refused_keys_under_lock)
        });
        runner.check("a key has one holder at a time, and nothing is left when all threads are done", contended);
        if let Some(remove) = remove_by_hand {
            runner.check("a guard does not remove the entry of a successor", move |fixture| {
                spares_successors(fixture, &remove)
            });
        }
    }
}
