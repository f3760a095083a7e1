//! Keys of which it is known how many are still alive.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, Weak},
};

/// The key of one call. Its clones are the same key.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Key(Arc<usize>);

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// All keys that a load was given.
#[derive(Default)]
pub(crate) struct Keys(Vec<Weak<usize>>);

impl Keys {
    pub(crate) fn make(&mut self) -> Key {
        let key = Arc::new(self.0.len());
        self.0.push(Arc::downgrade(&key));
        Key(key)
    }

    /// How many of them somebody still has: once, however many clones there are.
    pub(crate) fn alive(&self) -> usize {
        self.0.iter().filter(|key| key.strong_count() > 0).count()
    }
}

#[cfg(test)]
mod tests {
    use super::Keys;

    #[test]
    fn a_key_is_alive_as_long_as_any_of_its_clones() {
        let mut keys = Keys::default();
        let (one, other) = (keys.make(), keys.make());
        assert_ne!(one, other);
        let again = one.clone();
        drop((one, other));
        assert_eq!((again == again.clone(), keys.alive()), (true, 1));
        drop(again);
        assert_eq!(keys.alive(), 0);
    }
}
