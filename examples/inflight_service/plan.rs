//! The requests to send: exact shares of each fate, in an order given by the seed.

use crate::{
    fate::{Fate, PerFate},
    route::{PerRoute, Route},
};
use rand::{SeedableRng as _, rngs::Xoshiro256PlusPlus, seq::SliceRandom as _};
use std::iter;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) id: u64,
    pub(crate) route: Route,
    pub(crate) fate: Fate,
}

/// Returns the requests: one half for each route, with the same shares of each fate, in random order.
pub(crate) fn plan(requests: u32, seed: u64) -> Vec<Request> {
    let counts = PerRoute { by_hand: shares(requests / 2), annotated: shares(requests.div_ceil(2)) };
    let mut ends = Vec::new();
    for route in Route::ALL {
        for fate in Fate::ALL {
            ends.extend(iter::repeat_n((route, fate), counts[route][fate]));
        }
    }
    // This generator gives the same numbers on every system and in every version; `StdRng` does not promise that.
    ends.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
    (0..).zip(ends).map(|(id, (route, fate))| Request { id, route, fate }).collect()
}

/// Returns the number of requests of each fate, rounded down; the successes get the remainder.
fn shares(requests: u32) -> PerFate<usize> {
    let mut counts = PerFate::from_fn(|fate| requests as usize * fate.share() as usize / 100);
    let others: usize = Fate::ALL.into_iter().filter(|fate| *fate != Fate::Succeed).map(|fate| counts[fate]).sum();
    counts[Fate::Succeed] = requests as usize - others;
    counts
}

#[cfg(test)]
mod tests {
    use super::plan;
    use crate::{fate::Fate, route::Route};

    fn count(requests: u32, route: Route, fate: Fate) -> usize {
        plan(requests, 1).iter().filter(|request| request.route == route && request.fate == fate).count()
    }

    #[test]
    fn shares_are_exact() {
        for route in Route::ALL {
            for (fate, expected) in Fate::ALL.into_iter().zip([7_000, 1_000, 500, 500, 1_000]) {
                assert_eq!(count(20_000, route, fate), expected, "{route:?} {fate:?}");
            }
        }
    }

    #[test]
    fn every_request_is_planned() {
        for requests in [1, 2, 3, 39, 40, 41, 399] {
            let ids: Vec<_> = plan(requests, 1).iter().map(|request| request.id).collect();
            assert_eq!(ids, (0..u64::from(requests)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn seed_decides_the_order() {
        assert_eq!(plan(400, 7), plan(400, 7));
        assert_ne!(plan(400, 7), plan(400, 8));
    }
}
