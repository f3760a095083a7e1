//! The error of a map with unique keys if the key is already present.

use core::{error::Error, fmt};

/// The error returned if another entry with the same key is already in the map.
///
/// It gives back the key and the value of the rejected call. The caller can use them again, and they drop after the
/// map's lock is released.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Occupied<K, V, R = ()> {
    /// The key of the rejected call.
    pub key: K,
    /// The value of the rejected call.
    pub value: V,
    /// What the closure passed to [`try_insert_entry`](crate::UniqueKeys::try_insert_entry) returned for the existing
    /// value.
    ///
    /// `()` from methods that take no closure, like [`EntryGuard::try_enter`](crate::EntryGuard::try_enter).
    pub existing: R,
}

/// Prints the key only, so that the value and `existing` need not be `Debug`.
impl<K: fmt::Debug, V, R> fmt::Debug for Occupied<K, V, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Occupied").field("key", &self.key).finish_non_exhaustive()
    }
}

impl<K, V, R> fmt::Display for Occupied<K, V, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key is occupied by another entry")
    }
}

impl<K: fmt::Debug, V, R> Error for Occupied<K, V, R> {}
