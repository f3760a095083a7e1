//! Keys and values that report when they drop.

use super::Sample;
use core::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering::SeqCst},
};
use std::sync::{Arc, Mutex, PoisonError};

/// What a witness calls.
type Callback = dyn Fn() + Send + Sync;

/// Sees the [`Probe`]s of one kind, keys or values, come and go. The suite makes it.
#[derive(Clone, Default)]
pub struct Witness(Arc<Seen>);

#[derive(Default)]
struct Seen {
    made: AtomicUsize,
    /// Probes that live, by number.
    live: [AtomicIsize; 32],
    at_a_drop: Mutex<Option<Arc<Callback>>>,
    calling: AtomicBool,
    called: AtomicUsize,
}

impl Witness {
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

    fn set(&self, callback: Option<Arc<Callback>>) {
        // Dropped when the lock is released: it holds the map.
        let before =
            core::mem::replace(&mut *self.0.at_a_drop.lock().unwrap_or_else(PoisonError::into_inner), callback);
        drop(before);
    }

    fn count(&self, number: u8, by: isize) {
        self.0.live[usize::from(number)].fetch_add(by, SeqCst);
    }

    fn dropped(&self, number: u8) {
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

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Witness").field("live", &self.all_live()).finish_non_exhaustive()
    }
}

/// A key or value for a map that is generic over them: it knows when it is dropped, and can use the map just then.
///
/// Equal, ordered and hashed by its number.
pub struct Probe {
    number: u8,
    witness: Witness,
}

impl Sample for Probe {
    fn sample(number: u8, witness: &Witness) -> Self {
        witness.0.made.fetch_add(1, SeqCst);
        witness.count(number, 1);
        Self { number, witness: witness.clone() }
    }

    fn is(&self, number: u8) -> bool {
        self.number == number
    }
}

impl Clone for Probe {
    fn clone(&self) -> Self {
        Self::sample(self.number, &self.witness)
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.witness.dropped(self.number);
    }
}

impl PartialEq for Probe {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Probe {}

impl PartialOrd for Probe {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Probe {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number.cmp(&other.number)
    }
}

impl Hash for Probe {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Probe").field(&self.number).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Probe, Sample as _, Witness};
    use core::hash::BuildHasher as _;
    use std::{format, hash::RandomState};

    #[test]
    fn probes_are_ordered_and_hashed_by_their_numbers() {
        let witness = Witness::default();
        let probe = |number| Probe::sample(number, &witness);
        assert!(probe(1) < probe(2) && probe(2) > probe(1) && probe(2) == probe(2));
        let hasher = RandomState::new();
        assert_eq!(hasher.hash_one(probe(1)), hasher.hash_one(probe(1)));
        assert_ne!(hasher.hash_one(probe(1)), hasher.hash_one(probe(2)));
    }

    #[test]
    fn a_probe_prints_its_number_and_a_witness_how_many_live() {
        let witness = Witness::default();
        let probes = [7, 8].map(|number| Probe::sample(number, &witness));
        assert_eq!(format!("{:?}", probes[0]), "Probe(7)");
        assert_eq!(format!("{witness:?}"), "Witness { live: 2, .. }");
    }
}
