//! How the lock of a shard is taken: spin, then yield, then sleep.
//!
//! The lock of a shard is held for some ten nanoseconds and is rarely contended, so its cost is its atomic operations.
//! A `std::sync::Mutex` needs two, since unlocking checks for sleeping threads; a spin lock is unlocked by a plain
//! store, which saves a third of the cost of a whole call. But a thread that waits for a preempted thread, or for a
//! snapshot of many entries, must not occupy its core, which the holder of the lock may need. So it spins for less than
//! a microsecond, then yields, and then sleeps, longer each time. Sleeps that stay short would keep the machine busy
//! with wake-ups if there are far more threads than shards.

use super::sync::{Mutex, MutexGuard, sleep, spin_loop, yield_now};
use core::time::Duration;

/// Locks a shard. A panic under the lock does not poison it: the maps are consistent whenever user code runs under
/// their locks.
#[inline]
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.try_lock().unwrap_or_else(|| wait_for(mutex))
}

const SPINS: u32 = 100;
const YIELDS: u32 = 10;
/// About the cost of being put to sleep and woken.
const FIRST_SLEEP: Duration = Duration::from_micros(50);
const LONGEST_SLEEP: Duration = Duration::from_millis(2);

/// Leaves a shard unlocked for long enough that a thread that spins for it acquires it: for a thread that locks it again
/// and again.
pub(super) fn give_way() {
    for _ in 0..GIVE_WAY {
        spin_loop();
    }
}

/// Some hundred nanoseconds to a microsecond, as long as a part of a listing takes.
const GIVE_WAY: u32 = 30;

#[cold]
#[inline(never)]
fn wait_for<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    let mut yields = 0..YIELDS;
    let mut pause = FIRST_SLEEP;
    loop {
        // Only reads, so that the holder keeps the cache line for unlocking.
        for _ in 0..SPINS {
            if !mutex.is_locked() {
                break;
            }
            spin_loop();
        }
        if let Some(guard) = mutex.try_lock() {
            return guard;
        }
        match yields.next() {
            Some(_) => yield_now(),
            None => {
                sleep(pause);
                pause = LONGEST_SLEEP.min(2 * pause);
            }
        }
    }
}
