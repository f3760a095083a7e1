//! What a lazy result that carries its entry allocates, beside the same function without the attribute.

use scoped_entry::{CallSite, EntryMap, SharedKeys, key_policy, scoped_entry};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    future::{Future, ready},
    mem::size_of_val,
    pin::Pin,
    sync::atomic::{AtomicU64, Ordering},
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

/// A map that needs no memory.
struct Counter(AtomicU64);

static INFLIGHT: Counter = Counter(AtomicU64::new(0));

impl EntryMap for Counter {
    type Key = u64;
    type KeyPolicy = key_policy::Shared;
    type Value = ();
    type Ticket = ();

    fn remove_entry(&self, (): ()) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl SharedKeys for Counter {
    fn insert_entry(&self, _: u64, (): (), _: CallSite) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// How many allocations a call makes, its result included.
fn allocations<T>(call: impl Fn() -> T) -> usize {
    let before = ALLOCATIONS.get();
    let returned = call();
    let allocations = ALLOCATIONS.get() - before;
    drop(returned);
    allocations
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn opaque_literal(id: u64) -> impl Future<Output = u64> {
    async move { ready(id).await }
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn opaque(id: u64) -> impl Future<Output = u64> {
    ready(id)
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn opaque_early(id: u64) -> impl Future<Output = u64> {
    if id == 0 {
        return ready(1);
    }
    ready(id)
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed_literal(id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    let id = id + 1;
    Box::pin(async move { ready(id).await })
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed_literal_early(id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    if id == 0 {
        return Box::pin(ready(1));
    }
    Box::pin(async move { ready(id).await })
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed(id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    Box::pin(ready(id))
}

#[test]
fn an_opaque_result_needs_no_allocation() {
    assert_eq!(allocations(|| opaque_literal(1)), 0);
    assert_eq!(allocations(|| opaque(1)), 0);
    assert_eq!((allocations(|| opaque_early(0)), allocations(|| opaque_early(1))), (0, 0));
}

#[test]
fn a_boxed_literal_needs_no_allocation_but_its_own() {
    assert_eq!(allocations(|| boxed_literal(1)), 1);
    assert_eq!(allocations(|| boxed_literal_early(1)), 1);
}

#[test]
fn any_other_boxed_result_needs_one_more() {
    assert_eq!(allocations(|| boxed(1)), 2);
    assert_eq!(allocations(|| boxed_literal_early(0)), 2);
}

#[test]
fn a_literal_block_grows_by_its_guard() {
    let plain = |id: u64| async move { ready(id).await };
    let (carrying, plain) = (size_of_val(&opaque_literal(1)), size_of_val(&plain(1)));
    println!("carrying {carrying}, plain {plain} bytes");
    assert!(carrying <= plain + 24, "carrying {carrying}, plain {plain}");
}
