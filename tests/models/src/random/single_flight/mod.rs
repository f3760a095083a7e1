//! Single flight's sources over the maps' own.

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

/// Those of the maps.
mod sync {
    pub(crate) use super::super::engine::sync::{Arc, Mutex, OnceLock, WaitList, WaitListener, lock};
}

pub(crate) use blocking::run;
pub(crate) use future::FlightFuture;
pub(crate) use share::All;

pub(crate) use map::FlightMap;

mod map {
    pub(crate) struct FlightMap<K, T, S> {
        pub(super) flights: crate::maps::UniqueMap<K, super::sync::Arc<super::flight::Flight<T>>, S>,
        pub(super) waits: super::stats::Waits,
    }

    impl<K, T, S> FlightMap<K, T, S> {
        pub(crate) fn new(hasher: S) -> Self {
            Self {
                flights: crate::maps::UniqueMap::with_hasher(hasher),
                waits: super::stats::Waits::new(crate::maps::InflightMap::builder().shards(2).build()),
            }
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
