//! [`Probe`]: a key or value that reports its drop.

use super::{drop_tracker::DropTracker, sample::Sample};
use core::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
};

/// A key or value for testing a generic map: it reports its drop, so that the suite can check when and where it drops.
///
/// During the drop, the suite may use the map, as the destructor of a real key or value may. Probes are compared, ordered
/// and hashed by their number.
pub struct Probe {
    number: u8,
    tracker: DropTracker,
}

impl Sample for Probe {
    fn sample(number: u8, tracker: &DropTracker) -> Self {
        tracker.made(number);
        Self { number, tracker: tracker.clone() }
    }

    fn is(&self, number: u8) -> bool {
        self.number == number
    }
}

impl Clone for Probe {
    fn clone(&self) -> Self {
        Self::sample(self.number, &self.tracker)
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.tracker.dropped(self.number);
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
    use super::{DropTracker, Probe, Sample as _};
    use core::hash::BuildHasher as _;
    use std::{format, hash::RandomState};

    #[test]
    fn probes_are_ordered_and_hashed_by_their_number() {
        let tracker = DropTracker::default();
        let probe = |number| Probe::sample(number, &tracker);
        assert!(probe(1) < probe(2) && probe(2) > probe(1) && probe(2) == probe(2));
        let hasher = RandomState::new();
        assert_eq!(hasher.hash_one(probe(1)), hasher.hash_one(probe(1)));
        assert_ne!(hasher.hash_one(probe(1)), hasher.hash_one(probe(2)));
    }

    #[test]
    fn debug_output_shows_the_number_and_how_many_probes_are_alive() {
        let tracker = DropTracker::default();
        let probes = [7, 8].map(|number| Probe::sample(number, &tracker));
        assert_eq!(format!("{:?}", probes[0]), "Probe(7)");
        assert_eq!(format!("{tracker:?}"), "DropTracker { live: 2, .. }");
    }
}
