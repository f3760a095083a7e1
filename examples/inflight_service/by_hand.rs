//! An in-flight map as services write their own: a table in a lock. Every caller inserts and removes by hand.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

#[derive(Default)]
pub(crate) struct ByHand(Mutex<Table>);

#[derive(Default)]
struct Table {
    started: HashMap<u64, Instant>,
    peak: usize,
}

impl ByHand {
    pub(crate) fn insert(&self, id: u64) {
        let mut table = self.lock();
        table.started.insert(id, Instant::now());
        table.peak = table.peak.max(table.started.len());
    }

    pub(crate) fn remove(&self, id: u64) {
        self.lock().started.remove(&id);
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().started.len()
    }

    /// Returns the largest number of entries at once.
    pub(crate) fn peak(&self) -> usize {
        self.lock().peak
    }

    /// Returns the entries and their ages, oldest first.
    pub(crate) fn ages(&self) -> Vec<(u64, Duration)> {
        let mut started: Vec<_> = self.lock().started.iter().map(|(id, started)| (*id, *started)).collect();
        started.sort_unstable_by_key(|(id, started)| (*started, *id));
        started.into_iter().map(|(id, started)| (id, started.elapsed())).collect()
    }

    /// Locks the table. Poison is ignored, because handlers panic without holding the lock.
    fn lock(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
