//! Taking the lock of a shard.
//!
//! The lock of a shard is held for some ten nanoseconds and hardly ever found locked, so what it costs is its atomic
//! operations: a `std::sync::Mutex` takes two, as unlocking has to see whether somebody sleeps. A spin lock is unlocked
//! by a plain store, which is a third of what a whole call costs here. But a thread that waits for one that the system
//! has put aside, or for a snapshot of many entries, must not burn its core, nor keep it from whoever holds the lock:
//! so it spins for less than a microsecond only, then gives its turn away, and then sleeps, longer each time. Where far
//! more threads than shards come at once, short naps alone would be all that the machine does.

use super::sync::{Mutex, MutexGuard, sleep, spin_loop, yield_now};
use core::time::Duration;

/// A panic under the lock unlocks it: what our maps hold is consistent whenever user code runs under it.
#[inline]
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.try_lock().unwrap_or_else(|| wait_for(mutex))
}

const SPINS: u32 = 100;
const TURNS: u32 = 10;
/// About what it costs to be put to sleep and woken.
const FIRST_NAP: Duration = Duration::from_micros(50);
const LONGEST_NAP: Duration = Duration::from_millis(2);

#[cold]
#[inline(never)]
fn wait_for<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    let mut turns = 0..TURNS;
    let mut nap = FIRST_NAP;
    loop {
        // Reading alone leaves the cache line to whoever is to unlock it.
        for _ in 0..SPINS {
            if !mutex.is_locked() {
                break;
            }
            spin_loop();
        }
        if let Some(guard) = mutex.try_lock() {
            return guard;
        }
        match turns.next() {
            Some(_) => yield_now(),
            None => {
                sleep(nap);
                nap = LONGEST_NAP.min(2 * nap);
            }
        }
    }
}
