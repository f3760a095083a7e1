//! Locking a std mutex that a panic may have poisoned.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks the mutex, poisoned or not: a panic elsewhere is no reason to lose an entry.
///
/// It does not clear the poison flag. If the mutex is the user's, the user's own `lock().unwrap()` still finds the
/// flag. If the mutex is ours, the flag has no meaning, because the data is consistent whenever user code runs under
/// the lock.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
