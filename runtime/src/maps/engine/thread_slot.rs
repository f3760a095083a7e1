//! The slot of a thread: a number that chooses the thread's shard in every `InflightMap`.
//!
//! A new thread takes the slot with the fewest threads, and gives it back when it ends. So a few threads never share a
//! shard by chance, many threads share all shards evenly, and threads that have ended use no memory.

use super::{
    spin_lock::lock,
    sync::{Mutex, thread_local},
};
use core::cell::Cell;

/// The number of slots, and the maximum number of shards of a map.
pub(crate) const THREAD_SLOTS: usize = 128;

/// The number of threads with each slot.
static USERS: Mutex<[u32; THREAD_SLOTS]> = Mutex::new([0; THREAD_SLOTS]);

const NONE: u8 = u8::MAX;

// Two variables, since `SLOT` has no destructor: it stays usable in the destructors of other thread-local variables,
// which may insert and remove entries, and an access need not check whether it has been destroyed.
thread_local! {
    static SLOT: Cell<u8> = const { Cell::new(NONE) };
    static CLAIM: Claim = Claim::of_the_least_used();
}

/// Returns the slot of this thread.
#[inline]
pub(crate) fn thread_slot() -> u8 {
    match SLOT.with(Cell::get) {
        NONE => claim(),
        slot => slot,
    }
}

#[cold]
fn claim() -> u8 {
    // If the claim has been destroyed, the thread is ending and shares slot 0 until it has ended.
    let slot = CLAIM.try_with(|claim| claim.0).unwrap_or(0);
    SLOT.with(|own| own.set(slot));
    slot
}

/// Occupies a slot as long as the thread runs.
struct Claim(u8);

impl Claim {
    fn of_the_least_used() -> Self {
        let mut users = lock(&USERS);
        let least = (0..).zip(users.iter()).min_by_key(|(_, users)| **users);
        let slot: u8 = least.map_or(0, |(slot, _)| slot);
        users[usize::from(slot)] += 1;
        Self(slot)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        lock(&USERS)[usize::from(self.0)] -= 1;
    }
}

// The models include this file, and have no features.
#[cfg(all(test, feature = "std"))]
mod tests {
    use super::thread_slot;
    use std::{sync::Barrier, thread, vec::Vec};

    #[test]
    fn threads_that_come_and_go_reuse_slots() {
        // The threads of other tests have slots, too, but not as many as these threads would take without reuse.
        for _ in 0..1000 {
            assert!(thread::spawn(thread_slot).join().unwrap() < 64);
        }
    }

    #[test]
    fn threads_that_run_together_have_different_slots() {
        let together = Barrier::new(8);
        let mut slots: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        let first = thread_slot();
                        together.wait();
                        assert_eq!(thread_slot(), first);
                        first
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        slots.sort_unstable();
        slots.dedup();
        assert_eq!(slots.len(), 8);
    }
}
