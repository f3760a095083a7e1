//! The leader of a flight, which ends it with a result or abandons it.

use super::{
    flight::{Flight, FreeTurn},
    map::FlightMap,
    share::Sharing,
    sync::Arc,
};
use crate::{
    entry::{CallSite, EntryGuard},
    maps::{UniqueMap, UniqueTicket},
};
use core::hash::{BuildHasher, Hash};
use std::thread::panicking;

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
            if self.flight.is_followed_or_close() {
                self.flight.share(shared.clone());
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

    /// Leads a flight that another leader has abandoned. Its entry becomes that of this call.
    pub(super) fn take_over(
        map: &'a FlightMap<K, T, S>,
        flight: Arc<Flight<T>>,
        turn: FreeTurn,
        at: &CallSite,
    ) -> Self {
        let ticket = map.flights.renew_entry(turn.ticket, at, turn.panicked);
        Self::new(EntryGuard::from_ticket(&map.flights, ticket), flight)
    }

    /// Returns the ticket of the entry and the flight, for a leader that does not borrow the map.
    pub(super) fn into_parts(mut self) -> (UniqueTicket, Arc<Flight<T>>) {
        let entry = self.entry.take().expect("the leader has not finished");
        let flight = Arc::clone(&self.flight);
        // Without its entry and its flight, nothing is left to drop.
        self.flight = Arc::new(Flight::new());
        (entry.into_ticket(), flight)
    }

    pub(super) fn flight(&self) -> &Flight<T> {
        &self.flight
    }
}

impl<K: Eq + Hash, T, S: BuildHasher> Drop for Leader<'_, K, T, S> {
    fn drop(&mut self) {
        let turn = |entry: EntryGuard<_>| FreeTurn { ticket: entry.into_ticket(), panicked: panicking() };
        let entry = match self.entry.take() {
            Some(entry) => match self.flight.hand_over(entry, turn) {
                Some(entry) => Some(entry),
                None => return,
            },
            None => None,
        };
        // In a guard, since dropping the key with the entry may panic, and calls that have joined the flight meanwhile
        // must be woken in any case. Has no effect on those that get a result.
        let _closed = scopeguard::guard(&self.flight, |flight| flight.close());
        drop(entry);
    }
}
