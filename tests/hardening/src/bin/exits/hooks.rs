//! A panic hook that does what many would like to: to say what was in flight.

use crate::{INFLIGHT, UNIQUE, say, say_what_is_there};
use scoped_entry::scoped_entry;
use std::{panic, thread};

#[scoped_entry(map = INFLIGHT, key = id, value = String::new())]
#[scoped_entry(map = UNIQUE, key = id, value = String::new(), occupied = return)]
fn panics(id: u64) {
    panic!("as it is told");
}

pub(crate) fn hook_uses_the_maps() {
    panic::set_hook(Box::new(|_| say_what_is_there("in the hook")));
    for id in 0..2 {
        thread::spawn(move || panics(id)).join().expect_err("it panics");
    }
    assert!(panic::catch_unwind(|| panics(3)).is_err());
    // The one that is made in a hook leaves while its thread panics, and so does that of the body.
    let stats = INFLIGHT.stats();
    say(&format!("{} entered, {} left, {} of them panicking", stats.entered, stats.exited, stats.exited_panicking));
    say_what_is_there("at the end");
}
