//! What a watchdog reports: the oldest entries above an age, and how many there are.

use super::Live;
use std::vec::Vec;

/// The oldest of the entries that are at least of a given age, and the number of all of them.
///
/// Returned by [`oldest_stuck`](crate::InflightMap::oldest_stuck).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stuck<K, V> {
    /// The number of entries that are at least of the given age.
    pub total: usize,
    /// The oldest of them, oldest first, at most as many as were asked for.
    pub oldest: Vec<Live<K, V>>,
}
