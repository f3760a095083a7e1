//! The map under test, with samples of its keys and values.

use super::{drop_tracker::DropTracker, sample::Sample};
use crate::entry::{EntryGuard, EntryMap};
use alloc::{format, string::String};
use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Arc,
};

/// The result of a check. The error describes what was found instead of the promised behaviour.
pub(super) type Found = Result<(), String>;

/// Returns `found` as an error unless the promise was `kept`.
pub(super) fn expect(kept: bool, found: impl Into<String>) -> Found {
    if kept { Ok(()) } else { Err(found.into()) }
}

/// Checks that every key and value was dropped exactly once.
fn all_dropped(keys: &DropTracker, values: &DropTracker) -> Found {
    for (what, tracker) in [("keys", keys), ("values", values)] {
        let live = tracker.all_live();
        expect(live <= 0, format!("{live} {what} were not dropped"))?;
        expect(live == 0, format!("{} {what} were dropped twice", -live))?;
    }
    Ok(())
}

/// A map under test, and the trackers of its keys and values.
pub(super) struct Fixture<M> {
    pub(super) map: Arc<M>,
    pub(super) keys: DropTracker,
    pub(super) values: DropTracker,
    /// Whether removed keys and values may drop after the end of their entry.
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

    /// Returns the sample key with this number.
    pub(super) fn key(&self, number: u8) -> M::Key {
        M::Key::sample(number, &self.keys)
    }

    /// Returns the sample value with this number.
    pub(super) fn value(&self, number: u8) -> M::Value {
        M::Value::sample(number, &self.values)
    }

    /// Checks that all keys and values of the now empty map have dropped, unless they may drop later.
    pub(super) fn nothing_lives_yet(&self) -> Found {
        if self.later { Ok(()) } else { all_dropped(&self.keys, &self.values) }
    }

    /// Drops the map, and checks that the remaining keys and values drop with it.
    pub(super) fn tear_down(self) -> Found {
        let Self { map, keys, values, .. } = self;
        drop(map);
        all_dropped(&keys, &values)
    }

    /// Drops `guard` while a panic unwinds.
    pub(super) fn unwind(guard: EntryGuard<Arc<M>>) {
        let unwound = catch_unwind(AssertUnwindSafe(|| {
            let _guard = guard;
            // `panic!` would call the panic hook, which prints a message.
            resume_unwind(alloc::boxed::Box::new(()));
        }));
        drop(unwound);
    }
}
