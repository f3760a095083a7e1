//! The maps' own sources, with a model checker's locks and atomics in place of the real ones.
//!
//! What is modelled is `books.rs` and `ledger.rs`: counters, leases, peak, limit, and who is told that a map is empty.
//! What is in a shard is of no concern to them; here it is nothing.

#![cfg(test)]
// The sources are those of another crate, which uses more of them.
#![allow(dead_code, reason = "the models need less than the maps")]

#[path = "../../../runtime/src/maps/books.rs"]
mod books;
#[path = "../../../runtime/src/maps/clock.rs"]
mod clock;
mod drained;
#[path = "../../../runtime/src/maps/ledger.rs"]
mod ledger;
mod limits;
#[path = "../../../runtime/src/maps/stamp.rs"]
mod stamp;

mod sync {
    pub(super) use loom::sync::{
        Mutex, MutexGuard,
        atomic::{
            AtomicUsize,
            Ordering::{Relaxed, SeqCst},
            fence,
        },
    };

    pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().expect("no model panics under a lock")
    }
}

/// All orders in which at most three times a thread is interrupted by another one, which is where bugs are found.
fn model(run: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(run);
}
