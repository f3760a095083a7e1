//! The leader of a flight, and the two ways in which its flight ends: with a result, or abandoned.

use super::{flight::Flight, share::Sharing, sync::Arc};
use crate::{entry::EntryGuard, maps::UniqueMap};
use core::hash::{BuildHasher, Hash};

type Flights<K, T, S> = UniqueMap<K, Arc<Flight<T>>, S>;

/// If it is dropped before it has [finished](Self::finish), it abandons its flight.
pub(super) struct Leader<'a, K: Eq + Hash, T, S: BuildHasher> {
    /// `None` once the key is free.
    entry: Option<EntryGuard<&'a Flights<K, T, S>>>,
    flight: Arc<Flight<T>>,
}

impl<K: Eq + Hash, T: Clone, S: BuildHasher> Leader<'_, K, T, S> {
    /// Frees the key, and then shares the result if there are followers.
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

/// Whether the flight may have followers once its entry is gone: each follower has got its `Arc` of the flight from the
/// entry.
fn is_followed<T>(flight: &Arc<Flight<T>>) -> bool {
    Arc::strong_count(flight) > 1
}

impl<K: Eq + Hash, T, S: BuildHasher> Drop for Leader<'_, K, T, S> {
    fn drop(&mut self) {
        // Also if the key panics as it drops with the entry: the followers would never wake.
        let _ended = scopeguard::guard(&self.flight, |flight| {
            if is_followed(flight) {
                // Has no effect if the flight has finished.
                flight.end(None);
            }
        });
        self.entry = None;
    }
}
