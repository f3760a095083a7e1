//! What a thread has of its own: a lane, which leads it to the same shard each time, and the stamp it gave out last.
//!
//! Lanes are handed out again: the least used one goes to the next thread that asks, and is given back when the thread
//! ends. So few threads never share a shard by bad luck, many share all shards alike, and threads that come and go
//! leave nothing behind.

use super::{
    stamp::Stamp,
    sync::{Mutex, lock, thread_local},
};
use core::cell::Cell;

/// More lanes than a map has shards would be of no use.
pub(super) const LANES: usize = 128;

/// How many threads are in each lane.
static USERS: Mutex<[u32; LANES]> = Mutex::new([0; LANES]);

const NONE: u8 = u8::MAX;

// Two, because one that needs no destructor stays usable in the destructors of others, where guards may be dropped and
// entries made, and costs no look at whether it still is.
thread_local! {
    static LANE: Cell<u8> = const { Cell::new(NONE) };
    static LAST: Cell<Stamp> = const { Cell::new(Stamp::ZERO) };
    static CLAIM: Claim = Claim::of_the_least_used();
}

/// The lane of this thread.
#[inline]
pub(super) fn lane() -> u8 {
    match LANE.with(Cell::get) {
        NONE => claim(),
        lane => lane,
    }
}

/// When an entry of this thread is made that is made now: later than the one before it.
#[inline]
pub(super) fn stamp() -> Stamp {
    let stamp = Stamp::of_clock().after(LAST.with(Cell::get));
    LAST.with(|last| last.set(stamp));
    stamp
}

/// Takes note that an entry got a later one than [`stamp`] gave: the next one is later still.
#[cold]
pub(super) fn was_stamped(stamp: Stamp) {
    LAST.with(|last| last.set(stamp.max(last.get())));
}

#[cold]
fn claim() -> u8 {
    // A thread whose claim is gone already is ending: it shares a lane for the rest.
    let lane = CLAIM.try_with(|claim| claim.0).unwrap_or(0);
    LANE.with(|own| own.set(lane));
    lane
}

/// A lane for as long as the thread lives.
struct Claim(u8);

impl Claim {
    fn of_the_least_used() -> Self {
        let mut users = lock(&USERS);
        let least = (0..).zip(users.iter()).min_by_key(|(_, users)| **users);
        let lane: u8 = least.map_or(0, |(lane, _)| lane);
        users[usize::from(lane)] += 1;
        Self(lane)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        lock(&USERS)[usize::from(self.0)] -= 1;
    }
}

// The models have these sources, too, and no features.
#[cfg(all(test, feature = "std"))]
mod tests {
    use super::lane;
    use std::{sync::Barrier, thread, vec::Vec};

    #[test]
    fn threads_that_come_and_go_take_lanes_that_others_have_left() {
        // Other tests' threads have lanes, too: fewer than these would need if each took a new one.
        for _ in 0..1000 {
            assert!(thread::spawn(lane).join().unwrap() < 64);
        }
    }

    #[test]
    fn threads_of_one_time_have_lanes_of_their_own() {
        let together = Barrier::new(8);
        let mut lanes: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        let first = lane();
                        together.wait();
                        assert_eq!(lane(), first);
                        first
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        lanes.sort_unstable();
        lanes.dedup();
        assert_eq!(lanes.len(), 8);
    }
}
