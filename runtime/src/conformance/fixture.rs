//! One map under test, and the keys and values for it.

use super::{drop_tracker::DropTracker, sample::Sample};
use crate::entry::{EntryGuard, EntryMap};
use alloc::{format, string::String};
use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Arc,
};

/// What came of a check: what was found where a promise is broken.
pub(super) type Found = Result<(), String>;

/// What was found, unless `kept`.
pub(super) fn expect(kept: bool, found: impl Into<String>) -> Found {
    if kept { Ok(()) } else { Err(found.into()) }
}

fn all_dropped(keys: &DropTracker, values: &DropTracker) -> Found {
    for (what, tracker) in [("keys", keys), ("values", values)] {
        let live = tracker.all_live();
        expect(live <= 0, format!("{live} {what} were not dropped"))?;
        expect(live == 0, format!("{} {what} were dropped twice", -live))?;
    }
    Ok(())
}

pub(super) struct Fixture<M> {
    pub(super) map: Arc<M>,
    pub(super) keys: DropTracker,
    pub(super) values: DropTracker,
    /// Whether what was removed may drop later than its entry ends.
    pub(super) later: bool,
}

impl<M> Clone for Fixture<M> {
    fn clone(&self) -> Self {
        Self { map: Arc::clone(&self.map), keys: self.keys.clone(), values: self.values.clone(), later: self.later }
    }
}

impl<M: EntryMap<Key: Sample, Value: Sample>> Fixture<M> {
    pub(super) fn new(map: M, later: bool) -> Self {
        Self { map: Arc::new(map), keys: DropTracker::default(), values: DropTracker::default(), later }
    }

    pub(super) fn key(&self, number: u8) -> M::Key {
        M::Key::sample(number, &self.keys)
    }

    pub(super) fn value(&self, number: u8) -> M::Value {
        M::Value::sample(number, &self.values)
    }

    /// Whether all keys and values have dropped when nothing is in the map, unless they may drop later.
    pub(super) fn nothing_lives_yet(&self) -> Found {
        if self.later { Ok(()) } else { all_dropped(&self.keys, &self.values) }
    }

    /// Drops the map, and with it what is left.
    pub(super) fn tear_down(self) -> Found {
        let Self { map, keys, values, .. } = self;
        drop(map);
        all_dropped(&keys, &values)
    }

    /// Ends the call that `guard` is of by a panic.
    pub(super) fn unwind(guard: EntryGuard<Arc<M>>) {
        let unwound = catch_unwind(AssertUnwindSafe(|| {
            let _guard = guard;
            // Not `panic!`, whose hook would print it.
            resume_unwind(alloc::boxed::Box::new(()));
        }));
        drop(unwound);
    }
}
