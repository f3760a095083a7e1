//! The answer of a map that has one entry per key to a call whose key is taken.

use core::{error::Error, fmt};

/// The key is taken: another call's entry is in the map.
///
/// It gives back what the call brought, so that nothing is lost and nothing is dropped under the map's lock.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Occupied<K, V, R = ()> {
    /// The key that the call wanted to enter.
    pub key: K,
    /// The value that the call wanted to enter.
    pub value: V,
    /// What the call made of the value that it found: `()` where it did not look.
    pub existing: R,
}

/// Shows the key alone, since values and what was made of them need not be printable.
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
