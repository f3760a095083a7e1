//! What a call finds at its key.

use super::{FlightMap, aboard, leader::Leader, one::Flight, one::Following, sync::Arc};
use crate::{CallSite, EntryGuard};
use core::hash::{BuildHasher, Hash};
use scopeguard::ScopeGuard;

pub(super) enum Boarding<'a, K: Eq + Hash, T, S: BuildHasher> {
    Leads(Leader<'a, K, T, S>),
    /// With the key, for another attempt.
    Follows(K, Following<T>),
}

/// Leads if the key is vacant.
///
/// # Panics
///
/// If it would follow the very call that it is made from.
pub(super) fn board<'a, K: Eq + Hash, T, S: BuildHasher>(
    map: &'a FlightMap<K, T, S>,
    key: K,
    at: &CallSite,
) -> Boarding<'a, K, T, S> {
    let flight = Arc::new(Flight::new());
    // A callback of the map's runs when the entry is made: if it panics, others may follow already; and if it asks for this
    // very key, it would wait for itself.
    let flight = scopeguard::guard(flight, |flight| flight.end(None));
    let entered = aboard::aboard(&flight, || {
        EntryGuard::try_enter_with(&map.flights, key, Arc::clone(&flight), at.again(), Arc::clone)
    });
    let flight = ScopeGuard::into_inner(flight);
    match entered {
        Ok(entry) => Boarding::Leads(Leader::new(entry, flight)),
        Err(taken) => {
            assert!(
                !aboard::is_aboard(&taken.existing),
                "single flight: the call at {} is made from within a call with the same key, and would wait for itself \
                 for ever",
                at.location(),
            );
            Boarding::Follows(taken.key, Following::new(taken.existing))
        }
    }
}
