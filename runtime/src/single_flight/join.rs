//! Joining a key: a call leads if the key is vacant or its flight has no leader, and follows if another call leads.

use super::{
    flight::{Flight, Following, FreeTurn, Seen},
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
    /// Has the key, for another attempt after a flight that was closed.
    Follows(K, Follower<'a, K, T, S>),
}

/// A follower. If it is dropped as the last one of a flight without a leader, it removes the flight from the map.
pub(super) struct Follower<'a, K: Eq + Hash, T, S: BuildHasher> {
    pub(super) following: Following<T>,
    map: &'a FlightMap<K, T, S>,
}

impl<'a, K: Eq + Hash, T, S: BuildHasher> Follower<'a, K, T, S> {
    /// Leads the flight that it has followed.
    pub(super) fn lead(mut self, turn: FreeTurn, at: &CallSite) -> Leader<'a, K, T, S> {
        _ = self.following.leave();
        Leader::take_over(self.map, Arc::clone(self.following.flight()), turn, at)
    }
}

impl<K: Eq + Hash, T, S: BuildHasher> Drop for Follower<'_, K, T, S> {
    fn drop(&mut self) {
        if let Some(turn) = self.following.leave() {
            let flight = scopeguard::guard(self.following.flight(), |flight| flight.close());
            drop(EntryGuard::from_ticket(&self.map.flights, turn.ticket));
            drop(flight);
        }
    }
}

/// Begins a flight if the key is vacant, otherwise joins the flight of the key.
///
/// # Panics
///
/// If the call would follow a flight whose body the thread is running.
pub(super) fn join<'a, K: Eq + Hash, T, S: BuildHasher>(
    map: &'a FlightMap<K, T, S>,
    mut key: K,
    at: &CallSite,
) -> Joined<'a, K, T, S> {
    loop {
        let flight = Arc::new(Flight::new());
        // The map's `on_excess` may run after the insertion. If it panics, there may already be followers, and the flight
        // has to end. If it makes a call with the same key, that would wait for itself, and `run_body` makes it panic.
        let flight = scopeguard::guard(flight, |flight| flight.close());
        let entered = reentrancy::run_body(&flight, || {
            EntryGuard::try_enter_with(&map.flights, key, Arc::clone(&flight), at.again(), Arc::clone)
        });
        let flight = ScopeGuard::into_inner(flight);
        let taken = match entered {
            Ok(entry) => return Joined::Leads(Leader::new(entry, flight)),
            Err(taken) => taken,
        };
        assert!(
            !reentrancy::is_running(&taken.existing),
            "single flight: the call at {} would deadlock: it is made from within the body of a call with the same key",
            at.location(),
        );
        let (following, seen) = Following::join(taken.existing);
        match seen {
            None => return Joined::Follows(taken.key, Follower { following, map }),
            Some(Seen::Turn(turn)) => {
                let leader = Leader::take_over(map, following.into_flight(), turn, at);
                drop(taken.key);
                return Joined::Leads(leader);
            }
            // Its entry was removed since.
            Some(_) => key = taken.key,
        }
    }
}
