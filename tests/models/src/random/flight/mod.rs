//! Single flight's sources over the maps' own.

#[path = "../../../../../runtime/src/flight/asynchronous.rs"]
mod asynchronous;
#[path = "../../../../../runtime/src/flight/blocking.rs"]
mod blocking;
#[path = "../../../../../runtime/src/flight/board.rs"]
mod board;
#[path = "../../../../../runtime/src/flight/leader.rs"]
mod leader;
#[path = "../../../../../runtime/src/flight/one.rs"]
mod one;
#[path = "../../../../../runtime/src/flight/sharing.rs"]
mod sharing;
#[path = "../../../../../runtime/src/flight/stats.rs"]
mod stats;

/// Those of the maps.
mod sync {
    pub(super) use super::super::sync::{Arc, Event, EventListener, OnceLock};
}

pub(in super::super) use asynchronous::Fly;
pub(in super::super) use blocking::run;
pub(in super::super) use sharing::All;

pub(in super::super) struct FlightMap<K, T, S> {
    flights: crate::UniqueMap<K, sync::Arc<one::Flight<T>>, S>,
    tally: std::sync::Mutex<stats::Tally>,
}

impl<K, T, S> FlightMap<K, T, S> {
    pub(in super::super) fn new(hasher: S) -> Self {
        Self { flights: crate::UniqueMap::with_hasher(hasher), tally: std::sync::Mutex::new(stats::Tally::ZERO) }
    }

    pub(in super::super) fn is_empty(&self) -> bool {
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
