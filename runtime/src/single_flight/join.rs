//! Joining a key: a call leads if the key is vacant, and follows if another call leads.

use super::{
    flight::{Flight, Following},
    leader::Leader,
    map::FlightMap,
    reentrancy,
    sync::Arc,
};
use crate::entry::{CallSite, EntryGuard};
use core::hash::{BuildHasher, Hash};
use scopeguard::ScopeGuard;

pub(super) enum Joined<'a, K: Eq + Hash, T, S: BuildHasher> {
    Leads(Leader<'a, K, T, S>),
    /// Has the key, for another attempt after an abandoned flight.
    Follows(K, Following<T>),
}

/// Begins a flight if the key is vacant, otherwise joins the flight of the key.
///
/// # Panics
///
/// If the call would follow a flight whose body the thread is running.
pub(super) fn join<'a, K: Eq + Hash, T, S: BuildHasher>(
    map: &'a FlightMap<K, T, S>,
    key: K,
    at: &CallSite,
) -> Joined<'a, K, T, S> {
    let flight = Arc::new(Flight::new());
    // The map's `on_excess` may run after the insertion. If it panics, there may already be followers, and the flight
    // has to end. If it makes a call with the same key, that would wait for itself, and `run_body` makes it panic.
    let flight = scopeguard::guard(flight, |flight| flight.end(None));
    let entered = reentrancy::run_body(&flight, || {
        EntryGuard::try_enter_with(&map.flights, key, Arc::clone(&flight), at.again(), Arc::clone)
    });
    let flight = ScopeGuard::into_inner(flight);
    match entered {
        Ok(entry) => Joined::Leads(Leader::new(entry, flight)),
        Err(taken) => {
            assert!(
                !reentrancy::is_running(&taken.existing),
                "single flight: the call at {} would deadlock: it is made from within the body of a call with the same key",
                at.location(),
            );
            Joined::Follows(taken.key, Following::new(taken.existing))
        }
    }
}
