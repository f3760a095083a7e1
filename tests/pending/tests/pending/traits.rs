//! Which of `Send`, `Sync` and `Unpin` the types are.

use scoped_entry::{Closed, EntryGuard, PendingMap, WaitTimeoutError};
use std::{
    cell::Cell,
    error::Error,
    marker::PhantomPinned,
    panic::{RefUnwindSafe, UnwindSafe},
    sync::Arc,
};

const fn send<T: Send>() {}
const fn sync<T: Sync>() {}
const fn unpin<T: Unpin>() {}
const fn future<T: Future<Output = Result<R, Closed>>, R>() {}
const fn unwind_safe<T: UnwindSafe + RefUnwindSafe>() {}
const fn error<T: Error + Send + Sync + Copy + 'static>() {}

/// A reply that is `Send` only.
type Reply = Cell<u32>;
type Map = PendingMap<u64, Reply>;

#[test]
fn map_and_guard_are_as_far_as_key_and_reply_are() {
    send::<Map>();
    sync::<Map>();
    send::<EntryGuard<&Map>>();
    sync::<EntryGuard<&Map>>();
    send::<EntryGuard<Arc<Map>>>();
    sync::<EntryGuard<Arc<Map>>>();
    future::<EntryGuard<Arc<Map>>, Reply>();
    unwind_safe::<Map>();
    unwind_safe::<EntryGuard<Arc<Map>>>();
    error::<Closed>();
    error::<WaitTimeoutError>();
}

#[test]
fn the_guard_is_always_unpin() {
    unpin::<EntryGuard<Arc<PendingMap<PhantomPinnedKey, PhantomPinned>>>>();
    unpin::<EntryGuard<Box<PendingMap<PhantomPinnedKey, PhantomPinned>>>>();
}

#[derive(PartialEq, Eq, Hash)]
struct PhantomPinnedKey(PhantomPinned);

/// With a hasher that can, a map initialises a `static`.
#[test]
fn a_map_in_a_static() {
    use std::hash::{BuildHasherDefault, DefaultHasher};
    static PENDING: PendingMap<u64, u32, BuildHasherDefault<DefaultHasher>> =
        PendingMap::with_hasher(BuildHasherDefault::new());
    let reply = PENDING.try_enter(7).unwrap();
    PENDING.complete(&7, 1).unwrap();
    assert_eq!(reply.wait(), Ok(1));
}

#[test]
fn messages() {
    assert_eq!(Closed.to_string(), "closed before a reply came");
    assert_eq!(WaitTimeoutError::Timeout.to_string(), "no reply within the timeout");
    assert_eq!(WaitTimeoutError::from(Closed).to_string(), Closed.to_string());
    let pending = PendingMap::<u64, u32>::builder().name("calls").build();
    let guard = pending.try_enter(7).unwrap();
    assert_eq!(format!("{pending:?}"), r#"PendingMap { name: Some("calls"), len: 1, .. }"#);
    assert_eq!(format!("{guard:?}"), "EntryGuard { .. }");
}
