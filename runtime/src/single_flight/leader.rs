//! What a leader holds, and the two ways in which its flight ends.

use super::{one::Flight, sharing::Sharing, sync::Arc};
use crate::{EntryGuard, UniqueMap};
use core::hash::{BuildHasher, Hash};

type Flights<K, T, S> = UniqueMap<K, Arc<Flight<T>>, S>;

/// Dropped without having landed, it abandons its flight.
pub(super) struct Leader<'a, K: Eq + Hash, T, S: BuildHasher> {
    /// `None` from the moment on in which the key is free.
    entry: Option<EntryGuard<&'a Flights<K, T, S>>>,
    flight: Arc<Flight<T>>,
}

impl<K: Eq + Hash, T: Clone, S: BuildHasher> Leader<'_, K, T, S> {
    /// Frees the key, and then shares what is to be shared.
    pub(super) fn land<H: Sharing<Shared = T>>(mut self, returned: H::Returned) -> H::Returned {
        if let Some(shared) = H::shared(&returned) {
            self.entry = None;
            if is_followed(&self.flight) {
                self.flight.end(Some(shared.clone()));
            }
        }
        // Here, since a destructor that panics while something is returned makes Rust lose that.
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

/// Whether anybody may follow, when the entry is gone: whoever does has got its share of the flight from there.
fn is_followed<T>(flight: &Arc<Flight<T>>) -> bool {
    Arc::strong_count(flight) > 1
}

impl<K: Eq + Hash, T, S: BuildHasher> Drop for Leader<'_, K, T, S> {
    fn drop(&mut self) {
        // Also if the key panics as it drops with the entry: those who follow would wait for ever.
        let _ended = scopeguard::guard(&self.flight, |flight| {
            if is_followed(flight) {
                // Too late to change anything if it has landed.
                flight.end(None);
            }
        });
        self.entry = None;
    }
}
