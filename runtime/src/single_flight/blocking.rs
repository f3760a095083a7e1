//! A call that blocks its thread while it follows.

use super::{
    FlightMap, aboard,
    board::{Boarding, board},
    sharing::Sharing,
    stats::Wait,
};
use crate::CallSite;
use core::hash::{BuildHasher, Hash};

pub(crate) fn run<K, S, H>(
    map: &FlightMap<K, H::Shared, S>,
    mut key: K,
    at: &CallSite,
    body: impl FnOnce() -> H::Returned,
) -> H::Returned
where
    K: Eq + Hash,
    S: BuildHasher,
    H: Sharing,
{
    let mut wait: Option<Wait<'_>> = None;
    loop {
        match board(map, key, at) {
            Boarding::Leads(leader) => {
                if let Some(wait) = wait {
                    wait.promoted();
                }
                let returned = aboard::aboard(leader.flight(), body);
                return leader.land::<H>(returned);
            }
            Boarding::Follows(again, mut following) => {
                key = again;
                let waiting = wait.unwrap_or_else(|| Wait::begin(&map.tally));
                if let Some(shared) = following.wait_for_outcome() {
                    let shared = shared.clone();
                    waiting.served();
                    // Here, since a destructor that panics while something is returned makes Rust lose that.
                    drop((key, following));
                    return H::returned(shared);
                }
                wait = Some(waiting);
            }
        }
    }
}
