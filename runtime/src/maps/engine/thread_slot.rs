//! The slot of a thread: a number that chooses the thread's shard in every `InflightMap`.
//!
//! A new thread takes a slot that shares its shard with the fewest threads, in a map with any number of shards, and gives
//! it back when it ends. So a few threads never share a shard by chance, many threads share all shards evenly, and threads
//! that have ended use no memory.

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
        let slot = least_used(&users);
        users[usize::from(slot)] += 1;
        Self(slot)
    }
}

/// Returns the slot for the next thread.
///
/// A map of 2ⁿ shards uses the low n bits of a slot. So the bits are chosen one after another, the lowest first, each for
/// the half of the remaining slots that has fewer threads: then the number of threads per shard differs by as little as
/// possible in maps of every size.
fn least_used(users: &[u32; THREAD_SLOTS]) -> u8 {
    let mut slot = 0;
    let mut bit = 1;
    while bit < THREAD_SLOTS {
        let threads = |slot: usize| users.iter().skip(slot).step_by(2 * bit).sum::<u32>();
        if threads(slot + bit) < threads(slot) {
            slot += bit;
        }
        bit *= 2;
    }
    u8::try_from(slot).unwrap_or(0)
}

impl Drop for Claim {
    fn drop(&mut self) {
        lock(&USERS)[usize::from(self.0)] -= 1;
    }
}

// The models include this file, and have no features.
#[cfg(all(test, feature = "std"))]
mod tests {
    use super::{THREAD_SLOTS, least_used, thread_slot};
    use std::{sync::Barrier, thread, vec::Vec};

    #[test]
    fn threads_that_come_and_go_reuse_slots() {
        // The threads of other tests have slots, too, but not as many as these threads would take without reuse.
        for _ in 0..1000 {
            assert!(thread::spawn(thread_slot).join().unwrap() < 64);
        }
    }

    /// Also if threads have ended in between: with the least used slot of all, the first thread and the seventeenth would
    /// share the shard of a map with 16 shards although others are free.
    #[test]
    fn threads_are_spread_over_the_shards_of_maps_of_every_size() {
        let mut users = [0; THREAD_SLOTS];
        let threads_of_shard = |users: &[u32; THREAD_SLOTS], shards: usize| -> Vec<u32> {
            (0..shards).map(|shard| users.iter().skip(shard).step_by(shards).sum()).collect()
        };
        for threads in 1..=300 {
            users[usize::from(least_used(&users))] += 1;
            for shards in [1, 2, 4, 8, 16, 32, 64, 128] {
                let of_shard = threads_of_shard(&users, shards);
                let (least, most) = (of_shard.iter().min().unwrap(), of_shard.iter().max().unwrap());
                assert!(most - least <= 1, "{threads} threads, {of_shard:?}");
            }
        }
        let mut users = [0; THREAD_SLOTS];
        // Of the first 32 threads, those with the slots 0 and 16 remain, and 14 more begin.
        users[0] = 1;
        users[16] = 1;
        (0..14).for_each(|_| users[usize::from(least_used(&users))] += 1);
        assert!(threads_of_shard(&users, 16)[1..].iter().all(|threads| *threads <= 1), "{users:?}");
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
