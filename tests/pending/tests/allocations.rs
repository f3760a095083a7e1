//! What a call allocates: once, for its reply.

use scoped_entry::PendingMap;
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    future::Future,
    pin::Pin,
    task::{Context, Waker},
};

/// Counts by thread: tests run side by side.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[allow(unsafe_code, reason = "an allocator is")]
// SAFETY: all of it is the system's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's promise is the one that is asked for here.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// The number of allocations of the second of two equal calls: the first one makes the map's shards and tables.
fn allocations(call: impl Fn(&PendingMap<u64, u64>)) -> usize {
    let pending = PendingMap::builder().shards(1).build();
    call(&pending);
    let before = ALLOCATIONS.get();
    call(&pending);
    ALLOCATIONS.get() - before
}

fn is_pending<F: Future + Unpin>(future: &mut F) -> bool {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop())).is_pending()
}

#[test]
fn a_call_allocates_once_however_it_ends() {
    let replied = |pending: &PendingMap<u64, u64>| {
        let mut reply = pending.try_enter(7).unwrap();
        assert!(is_pending(&mut reply));
        pending.complete(&7, 1).unwrap();
        assert!(!is_pending(&mut reply));
    };
    let dropped = |pending: &PendingMap<u64, u64>| {
        assert!(is_pending(&mut pending.try_enter(7).unwrap()));
        assert_eq!(pending.complete(&7, 1), Err(1));
    };
    let waited = |pending: &PendingMap<u64, u64>| {
        let mut reply = pending.try_enter(7).unwrap();
        assert!(reply.wait_timeout(std::time::Duration::ZERO).is_err());
        pending.complete(&7, 1).unwrap();
        assert_eq!(reply.wait(), Ok(1));
    };
    assert_eq!([allocations(replied), allocations(dropped), allocations(waited)], [1, 1, 1]);
}
