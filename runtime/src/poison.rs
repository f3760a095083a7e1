//! Taking a lock that a panic may have poisoned.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks whether the lock is poisoned or not: a panic elsewhere is no reason to lose an entry.
///
/// The flag stays set. On a user's own mutex it is for the user's `lock().unwrap()` to find; what our maps hold is
/// consistent whenever user code runs under their lock, so there it means nothing.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
