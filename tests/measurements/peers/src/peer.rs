//! What can be measured of a map.

use crate::key::Key;

/// A map, and the way in which an in-flight entry is made and removed in it.
pub trait Peer<K: Key>: Default + Sync {
    /// A call that has an entry while it runs, and does nothing else. It owns its key.
    ///
    /// Never inlined, since a handler is not.
    fn call(&self, key: K);

    /// An entry that lasts until what is returned drops.
    ///
    /// It may do so on another thread.
    fn enter(&self, key: K) -> impl Send;

    /// How many entries there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The same map for keys of each type.
pub trait Family {
    /// Its name in tables.
    const NAME: &'static str;

    /// Whether a guard keeps a clone of the key, to remove the entry by.
    const GUARD_HAS_KEY: bool;

    /// The map for `K`.
    type Map<K: Key>: Peer<K>;
}
