//! What runs after `main`, and after all destructors of thread-locals.

use crate::{INFLIGHT, UNIQUE, say_what_is_there};
use scoped_entry::{EntryGuard, InflightMap, UniqueMap};
use std::sync::{LazyLock, Mutex};

type Guards = (EntryGuard<&'static InflightMap<u64, String>>, EntryGuard<&'static UniqueMap<u64, String>>);

static HELD: Mutex<Option<Guards>> = Mutex::new(None);

extern "C" fn end_them() {
    say_what_is_there("before the static's guards");
    drop(HELD.lock().expect("nothing has panicked").take());
    say_what_is_there("after them");
}

pub(crate) fn handlers() {
    LazyLock::force(&UNIQUE);
    *HELD.lock().expect("nothing has panicked") =
        Some((INFLIGHT.enter(1, "one".into()), UNIQUE.try_enter(1, "one".into()).expect("the map is empty")));
    #[expect(unsafe_code, reason = "it is C's, and takes a function that lives as long as the process")]
    // SAFETY: `end_them` is a function without arguments that does not unwind unless this test fails.
    let registered = unsafe { libc::atexit(end_them) };
    assert_eq!(registered, 0);
}
