//! Counts the probes that are created and dropped.

// Orderings: `SeqCst` throughout, which is more than needed; speed does not matter here.
//
// - `made`, `live`, `called`: the `fetch_add`s pair with the loads and the `swap` in the check's thread. Read-modify-write
//   operations lose no count, and the check joins its other threads before it reads, so it sees all of their counts.
// - `calling`: the `swap(true)` pairs with the `store(false)` that ends a callback. A nested or concurrent drop reads `true`
//   and does not start a second callback.

use core::{
    fmt, mem,
    sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering::SeqCst},
};
use std::sync::{Arc, Mutex, PoisonError};

/// Runs inside of each drop.
type Callback = dyn Fn() + Send + Sync;

/// Counts how many [`Probe`](super::Probe)s of one kind, keys or values, are alive.
///
/// The suite creates it and passes it to [`Sample::sample`](super::Sample::sample).
#[derive(Clone, Default)]
pub struct DropTracker(Arc<Seen>);

#[derive(Default)]
struct Seen {
    made: AtomicUsize,
    /// Live probes, by number.
    live: [AtomicIsize; 32],
    at_a_drop: Mutex<Option<Arc<Callback>>>,
    calling: AtomicBool,
    called: AtomicUsize,
}

impl DropTracker {
    /// Returns whether any probe was created. The drops of other types are not observed.
    pub(super) fn sees(&self) -> bool {
        self.0.made.load(SeqCst) > 0
    }

    /// Returns the number of live probes with this number, including clones.
    pub(super) fn live(&self, number: u8) -> isize {
        self.0.live[usize::from(number)].load(SeqCst)
    }

    /// Returns the number of live probes.
    pub(super) fn all_live(&self) -> isize {
        self.0.live.iter().map(|live| live.load(SeqCst)).sum()
    }

    /// Runs `callback` inside of every drop of a probe, except for drops that the callback itself causes.
    pub(super) fn at_every_drop(&self, callback: impl Fn() + Send + Sync + 'static) {
        self.set(Some(Arc::new(callback)));
    }

    /// Ends [`at_every_drop`](Self::at_every_drop) and returns how often the callback ran.
    pub(super) fn end(&self) -> usize {
        self.set(None);
        self.0.called.swap(0, SeqCst)
    }

    /// Counts a new probe with this number.
    pub(super) fn made(&self, number: u8) {
        self.0.made.fetch_add(1, SeqCst);
        self.count(number, 1);
    }

    /// Replaces the callback.
    fn set(&self, callback: Option<Arc<Callback>>) {
        // The previous callback holds the map: it drops after the lock is released.
        let before = mem::replace(&mut *self.0.at_a_drop.lock().unwrap_or_else(PoisonError::into_inner), callback);
        drop(before);
    }

    /// Adds `by` to the number of live probes with this number.
    fn count(&self, number: u8, by: isize) {
        self.0.live[usize::from(number)].fetch_add(by, SeqCst);
    }

    /// Counts the drop of a probe with this number and runs the callback.
    pub(super) fn dropped(&self, number: u8) {
        self.count(number, -1);
        let callback = self.0.at_a_drop.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(callback) = callback else { return };
        if !self.0.calling.swap(true, SeqCst) {
            callback();
            self.0.called.fetch_add(1, SeqCst);
            self.0.calling.store(false, SeqCst);
        }
    }
}

impl fmt::Debug for DropTracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DropTracker").field("live", &self.all_live()).finish_non_exhaustive()
    }
}
