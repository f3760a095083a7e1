//! The sources under test, and what stands in for the rest.

#[path = "../../../../../runtime/src/single_flight/blocking.rs"]
mod blocking;
#[path = "../../../../../runtime/src/single_flight/flight.rs"]
mod flight;
#[path = "../../../../../runtime/src/single_flight/future.rs"]
mod future;
#[path = "../../../../../runtime/src/single_flight/join.rs"]
mod join;
#[path = "../../../../../runtime/src/single_flight/leader.rs"]
mod leader;
#[path = "../../../../../runtime/src/single_flight/share.rs"]
mod share;
#[path = "../../../../../runtime/src/single_flight/stats.rs"]
mod stats;
mod sync;

pub(crate) use blocking::run;
pub(crate) use future::FlightFuture;
pub(crate) use share::{All, Oks};

pub(crate) use map::FlightMap;

mod map {
    pub(crate) struct FlightMap<K, T, S> {
        pub(super) flights: crate::maps::UniqueMap<K, super::sync::Arc<super::flight::Flight<T>>, S>,
        pub(super) waits: super::stats::Waits,
    }

    impl<K, T, S> FlightMap<K, T, S> {
        pub(crate) fn new() -> Self {
            Self {
                flights: crate::maps::UniqueMap::new(),
                waits: super::stats::Waits::new(crate::maps::InflightMap::new()),
            }
        }

        pub(crate) fn served(&self) -> u64 {
            crate::poison::lock(&self.waits.tally).served
        }

        pub(crate) fn is_empty(&self) -> bool {
            self.flights.is_empty()
        }
    }
}

/// Re-entrancy is not part of the models: the checker's threads share their thread-locals.
mod reentrancy {
    use super::flight::Flight;

    pub(super) fn is_running<T>(_: &Flight<T>) -> bool {
        false
    }

    pub(super) fn run_body<T, R>(_: &Flight<T>, part: impl FnOnce() -> R) -> R {
        part()
    }
}
