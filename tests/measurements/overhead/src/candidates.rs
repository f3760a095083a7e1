//! The functions that are compared: each pair does the same, once annotated and once with a guard written by hand.

use scoped_entry::{InflightMap, scoped_entry};
use std::{
    collections::{HashMap, hash_map::Entry},
    future::poll_fn,
    hint::black_box,
    pin::pin,
    sync::{LazyLock, Mutex, PoisonError},
    task::{Context, Poll, Waker},
};

pub(crate) struct Candidate {
    pub(crate) name: &'static str,
    pub(crate) run: fn(u64),
}

pub(crate) struct Pair {
    pub(crate) name: &'static str,
    pub(crate) annotated: Candidate,
    pub(crate) by_hand: Candidate,
    /// The ratio that must not be exceeded.
    pub(crate) limit: f64,
}

macro_rules! pair {
    ($name:literal, $annotated:path, $by_hand:path, $limit:literal) => {
        Pair {
            name: $name,
            annotated: Candidate { name: concat!($name, " annotated"), run: |calls| call(calls, $annotated) },
            by_hand: Candidate { name: concat!($name, " by hand"), run: |calls| call(calls, $by_hand) },
            limit: $limit,
        }
    };
}

pub(crate) const PAIRS: [Pair; 4] = [
    pair!("InflightMap", inflight::annotated, inflight::by_hand, 1.02),
    pair!("InflightMap, async", inflight::poll_annotated, inflight::poll_by_hand, 1.02),
    pair!("Mutex<HashMap>", bare::annotated, bare::by_hand, 1.05),
    pair!("Mutex<HashMap>, async", bare::poll_annotated, bare::poll_by_hand, 1.05),
];

fn call(calls: u64, candidate: fn(u64) -> u64) {
    for id in 0..calls {
        black_box(candidate(black_box(id)));
    }
}

/// What a body does: something that the compiler cannot drop.
fn work(id: u64) -> u64 {
    black_box(id) + 1
}

/// Waits once, so that the guard has to be kept in the future.
async fn wait() {
    let mut waited = false;
    poll_fn(|_| if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

fn poll_twice(future: impl Future<Output = u64>) -> u64 {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

mod inflight {
    use super::{InflightMap, poll_twice, scoped_entry, wait, work};

    static MAP: InflightMap<u64> = InflightMap::new();

    #[inline(never)]
    #[scoped_entry(map = MAP, key = id)]
    pub(super) fn annotated(id: u64) -> u64 {
        let done = work(id);
        done + 1
    }

    #[inline(never)]
    pub(super) fn by_hand(id: u64) -> u64 {
        let _entry = MAP.enter(id, ());
        let done = work(id);
        done + 1
    }

    #[scoped_entry(map = MAP, key = id)]
    async fn annotated_async(id: u64) -> u64 {
        wait().await;
        work(id)
    }

    async fn by_hand_async(id: u64) -> u64 {
        let _entry = MAP.enter(id, ());
        wait().await;
        work(id)
    }

    #[inline(never)]
    pub(super) fn poll_annotated(id: u64) -> u64 {
        poll_twice(annotated_async(id))
    }

    #[inline(never)]
    pub(super) fn poll_by_hand(id: u64) -> u64 {
        poll_twice(by_hand_async(id))
    }
}

mod bare {
    use super::{Entry, HashMap, LazyLock, Mutex, PoisonError, poll_twice, scoped_entry, wait, work};

    // The twins do the same as the attribute does, down to a key that is taken.

    // The values are of one type a candidate: with a map in common, what the compiler inlines into one would depend on
    // what the others use of it.
    static SYNC: Map<u32> = LazyLock::new(Mutex::default);
    static SYNC_BY_HAND: Map<i32> = LazyLock::new(Mutex::default);
    static ASYNC: Map<f32> = LazyLock::new(Mutex::default);
    static ASYNC_BY_HAND: Map<char> = LazyLock::new(Mutex::default);

    type Map<V> = LazyLock<Mutex<HashMap<u64, V>>>;

    #[inline(never)]
    #[scoped_entry(map = SYNC, key = id, occupied = return 0)]
    pub(super) fn annotated(id: u64) -> u64 {
        let done = work(id);
        done + 1
    }

    #[inline(never)]
    pub(super) fn by_hand(id: u64) -> u64 {
        match SYNC_BY_HAND.lock().unwrap_or_else(PoisonError::into_inner).entry(id) {
            Entry::Vacant(vacant) => vacant.insert(0),
            Entry::Occupied(_) => return 0,
        };
        let _entry = scopeguard::guard(id, |id| {
            SYNC_BY_HAND.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        });
        let done = work(id);
        done + 1
    }

    #[scoped_entry(map = ASYNC, key = id, occupied = return 0)]
    async fn annotated_async(id: u64) -> u64 {
        wait().await;
        work(id)
    }

    async fn by_hand_async(id: u64) -> u64 {
        match ASYNC_BY_HAND.lock().unwrap_or_else(PoisonError::into_inner).entry(id) {
            Entry::Vacant(vacant) => vacant.insert('-'),
            Entry::Occupied(_) => return 0,
        };
        let _entry = scopeguard::guard(id, |id| {
            ASYNC_BY_HAND.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        });
        wait().await;
        work(id)
    }

    #[inline(never)]
    pub(super) fn poll_annotated(id: u64) -> u64 {
        poll_twice(annotated_async(id))
    }

    #[inline(never)]
    pub(super) fn poll_by_hand(id: u64) -> u64 {
        poll_twice(by_hand_async(id))
    }
}
