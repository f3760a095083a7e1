//! What listings show of a flight.

/// The value of a flight in [`FlightMap::snapshot`](super::FlightMap::snapshot) and the other listings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FlightInfo {
    /// The number of calls that wait for the result.
    pub followers: usize,
    /// Whether new calls with the key begin a flight of their own, after [`FlightMap::forget`](super::FlightMap::forget).
    pub is_forgotten: bool,
}
