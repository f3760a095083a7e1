//! Guards in thread-locals of the main thread: they end when it does.

use crate::{INFLIGHT, UNIQUE, say_what_is_there};
use scoped_entry::{EntryGuard, InflightMap, UniqueMap};
use std::cell::RefCell;

type Guards = (EntryGuard<&'static InflightMap<u64, String>>, EntryGuard<&'static UniqueMap<u64, String>>);

#[derive(Default)]
struct Holder(Option<Guards>);

impl Drop for Holder {
    fn drop(&mut self) {
        say_what_is_there("before the thread-local's guards");
        self.0 = None;
        say_what_is_there("after them");
    }
}

thread_local! {
    static HOLDER: RefCell<Holder> = RefCell::default();
}

fn guards() -> Guards {
    (INFLIGHT.enter(1, "one".into()), UNIQUE.try_enter(1, "one".into()).expect("the map is empty"))
}

/// The thread's place in the maps is given back before the guards drop.
pub(crate) fn made_before_an_entry() {
    HOLDER.with_borrow_mut(|holder| holder.0 = None);
    let guards = guards();
    HOLDER.with_borrow_mut(|holder| holder.0 = Some(guards));
}

/// It is given back after they have.
pub(crate) fn made_after_an_entry() {
    let guards = guards();
    HOLDER.with_borrow_mut(|holder| holder.0 = Some(guards));
}
