//! The sources under test, and what stands in for the rest.

#[path = "../../../../runtime/src/flight/asynchronous.rs"]
mod asynchronous;
#[path = "../../../../runtime/src/flight/blocking.rs"]
mod blocking;
#[path = "../../../../runtime/src/flight/board.rs"]
mod board;
#[path = "../../../../runtime/src/flight/leader.rs"]
mod leader;
#[path = "../../../../runtime/src/flight/one.rs"]
mod one;
#[path = "../../../../runtime/src/flight/sharing.rs"]
mod sharing;
#[path = "../../../../runtime/src/flight/stats.rs"]
mod stats;
mod sync;

pub(crate) use asynchronous::Fly;
pub(crate) use blocking::run;
pub(crate) use sharing::{All, Oks};

pub(crate) struct FlightMap<K, T, S> {
    flights: crate::UniqueMap<K, sync::Arc<one::Flight<T>>, S>,
    tally: std::sync::Mutex<stats::Tally>,
}

impl<K, T, S> FlightMap<K, T, S> {
    pub(crate) fn new() -> Self {
        Self { flights: crate::UniqueMap::new(), tally: std::sync::Mutex::new(stats::Tally::ZERO) }
    }

    pub(crate) fn served(&self) -> u64 {
        crate::lock::lock(&self.tally).served
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.flights.is_empty()
    }
}

/// Nobody is aboard: re-entrancy is not part of the models.
mod aboard {
    use super::one::Flight;

    pub(super) fn is_aboard<T>(_: &Flight<T>) -> bool {
        false
    }

    pub(super) fn aboard<T, R>(_: &Flight<T>, part: impl FnOnce() -> R) -> R {
        part()
    }
}
