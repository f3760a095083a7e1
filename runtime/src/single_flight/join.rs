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
    /// With the key, for another attempt.
    Follows(K, Following<T>),
}

/// Leads if the key is vacant.
///
/// # Panics
///
/// If it would follow the very call that it is made from.
pub(super) fn join<'a, K: Eq + Hash, T, S: BuildHasher>(
    map: &'a FlightMap<K, T, S>,
    key: K,
    at: &CallSite,
) -> Joined<'a, K, T, S> {
    let flight = Arc::new(Flight::new());
    // The map's callback may run when the entry is made. If it panics, other calls may already follow; if it asks for this
    // very key, it would wait for itself.
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
                "single flight: the call at {} is made from within a call with the same key, and would wait for itself",
                at.location(),
            );
            Joined::Follows(taken.key, Following::new(taken.existing))
        }
    }
}
