//! A `FlightMap` as the map of `#[scoped_entry]`, which is an error.

use super::map::FlightMap;
use crate::entry::refused::refuse;

refuse! {
    Flights: [K, T, S] FlightMap<K, T, S>, as FlightMap<K, T, S>;
}
