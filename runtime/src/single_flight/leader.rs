//! The leader of a flight, which ends it with a result or abandons it.

use super::{flight::Flight, share::Sharing, sync::Arc};
use crate::{entry::EntryGuard, maps::UniqueMap};
use core::hash::{BuildHasher, Hash};

type Flights<K, T, S> = UniqueMap<K, Arc<Flight<T>>, S>;

/// The leader of a flight. If it is dropped before it has [finished](Self::finish), it abandons the flight.
pub(super) struct Leader<'a, K: Eq + Hash, T, S: BuildHasher> {
    /// `None` once the entry has been removed and the key is vacant.
    entry: Option<EntryGuard<&'a Flights<K, T, S>>>,
    flight: Arc<Flight<T>>,
}

impl<K: Eq + Hash, T: Clone, S: BuildHasher> Leader<'_, K, T, S> {
    /// Removes the entry, then shares the result if there are followers. Abandons the flight if the result is not to be
    /// shared.
    pub(super) fn finish<H: Sharing<Shared = T>>(mut self, returned: H::Returned) -> H::Returned {
        if let Some(shared) = H::shared(&returned) {
            self.entry = None;
            if is_followed(&self.flight) {
                self.flight.end(Some(shared.clone()));
            }
        }
        // Drop before returning: rust-lang/rust#47949.
        drop(self);
        returned
    }
}

impl<'a, K: Eq + Hash, T, S: BuildHasher> Leader<'a, K, T, S> {
    pub(super) const fn new(entry: EntryGuard<&'a Flights<K, T, S>>, flight: Arc<Flight<T>>) -> Self {
        Self { entry: Some(entry), flight }
    }

    pub(super) fn flight(&self) -> &Flight<T> {
        &self.flight
    }
}

/// Returns whether the flight may have followers, once its entry has been removed: each follower has cloned the `Arc`
/// in the entry.
fn is_followed<T>(flight: &Arc<Flight<T>>) -> bool {
    Arc::strong_count(flight) > 1
}

impl<K: Eq + Hash, T, S: BuildHasher> Drop for Leader<'_, K, T, S> {
    fn drop(&mut self) {
        // In a guard, since dropping the key with the entry may panic, and the followers must be woken in any case.
        let _ended = scopeguard::guard(&self.flight, |flight| {
            if is_followed(flight) {
                // Has no effect if the flight has already ended with a result.
                flight.end(None);
            }
        });
        self.entry = None;
    }
}
