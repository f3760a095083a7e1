//! A call that blocks its thread while it follows. [`super::future`] has the async form.

use super::{
    flight::Seen,
    join::{Joined, join},
    map::FlightMap,
    reentrancy::run_body,
    share::Sharing,
    stats::Wait,
};
use crate::entry::CallSite;
use core::hash::{BuildHasher, Hash};

/// Runs the body if the call leads; otherwise blocks the thread until the leader has a result, and returns a clone.
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
        match join(map, key, at) {
            Joined::Leads(leader) => {
                if let Some(wait) = wait {
                    wait.promoted();
                }
                let returned = run_body(leader.flight(), body);
                return leader.finish::<H>(returned);
            }
            Joined::Follows(again, mut follower) => {
                key = again;
                let waiting = wait.unwrap_or_else(|| Wait::begin(&map.waits, at));
                match follower.following.wait_for_seen() {
                    Seen::Result(shared) => {
                        let shared = shared.clone();
                        waiting.served();
                        // Drop before returning: rust-lang/rust#47949.
                        drop((key, follower));
                        return H::returned(shared);
                    }
                    Seen::Turn(turn) => {
                        let leader = follower.lead(turn, at);
                        waiting.promoted();
                        drop(key);
                        let returned = run_body(leader.flight(), body);
                        return leader.finish::<H>(returned);
                    }
                    Seen::Closed => wait = Some(waiting),
                }
            }
        }
    }
}
