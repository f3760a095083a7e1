//! Counts the probes that are made and dropped.

use core::{
    fmt, mem,
    sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering::SeqCst},
};
use std::sync::{Arc, Mutex, PoisonError};

/// What a tracker calls.
type Callback = dyn Fn() + Send + Sync;

/// Sees the [`Probe`]s of one kind, keys or values, come and go. The suite makes it.
#[derive(Clone, Default)]
pub struct DropTracker(Arc<Seen>);

#[derive(Default)]
struct Seen {
    made: AtomicUsize,
    /// Probes that live, by number.
    live: [AtomicIsize; 32],
    at_a_drop: Mutex<Option<Arc<Callback>>>,
    calling: AtomicBool,
    called: AtomicUsize,
}

impl DropTracker {
    /// Whether there are probes at all, or another type whose drops nobody sees.
    pub(super) fn sees(&self) -> bool {
        self.0.made.load(SeqCst) > 0
    }

    /// How many probes of this number live, clones among them.
    pub(super) fn live(&self, number: u8) -> isize {
        self.0.live[usize::from(number)].load(SeqCst)
    }

    /// How many probes live.
    pub(super) fn all_live(&self) -> isize {
        self.0.live.iter().map(|live| live.load(SeqCst)).sum()
    }

    /// Has `callback` run inside of every drop of a probe, but for those that it causes itself.
    pub(super) fn at_every_drop(&self, callback: impl Fn() + Send + Sync + 'static) {
        self.set(Some(Arc::new(callback)));
    }

    /// Ends [`at_every_drop`](Self::at_every_drop), and answers how often it ran.
    pub(super) fn end(&self) -> usize {
        self.set(None);
        self.0.called.swap(0, SeqCst)
    }

    /// A probe of this number was made.
    pub(super) fn made(&self, number: u8) {
        self.0.made.fetch_add(1, SeqCst);
        self.count(number, 1);
    }

    fn set(&self, callback: Option<Arc<Callback>>) {
        // Dropped when the lock is released: it holds the map.
        let before = mem::replace(&mut *self.0.at_a_drop.lock().unwrap_or_else(PoisonError::into_inner), callback);
        drop(before);
    }

    fn count(&self, number: u8, by: isize) {
        self.0.live[usize::from(number)].fetch_add(by, SeqCst);
    }

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
