//! What `#[single_flight]` and `FlightMap` promise.

mod blocking;
mod detached;
mod faults;
mod forgotten;
mod forms;
mod gate;
mod numbers;
mod observed;
mod polling;
mod random;
mod reentrancy;
mod runtimes;
mod sharing;
mod users_code;
