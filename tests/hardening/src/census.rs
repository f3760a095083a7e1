//! How many of something were made, and how many dropped.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

/// Counts what has a [`Counted`] of it.
#[derive(Debug, Default)]
pub struct Census {
    made: AtomicU64,
    dropped: AtomicU64,
}

impl Census {
    /// One more, until it drops.
    #[must_use]
    pub fn counted(self: &Arc<Self>) -> Counted {
        self.made.fetch_add(1, Relaxed);
        Counted(Arc::clone(self))
    }

    /// How many were made.
    #[must_use]
    pub fn made(&self) -> u64 {
        self.made.load(Relaxed)
    }

    /// How many are still there.
    #[must_use]
    pub fn live(&self) -> u64 {
        self.made() - self.dropped.load(Relaxed)
    }
}

/// Counts as one for as long as it lives. A field: it drops also if the destructor of what it is in panics.
#[derive(Debug)]
pub struct Counted(Arc<Census>);

impl Clone for Counted {
    fn clone(&self) -> Self {
        self.0.counted()
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, Relaxed);
    }
}
