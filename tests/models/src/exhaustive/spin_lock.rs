//! How a shard's lock is waited for: by the maps' own code over a lock that can only be tried.

use super::model;
use loom::thread::spawn;
use std::sync::Arc;

#[path = "../../../../runtime/src/maps/engine/spin_lock.rs"]
mod lock;

/// A lock as `spin`'s, whose every attempt is one atomic operation.
mod sync {
    use loom::{
        cell::UnsafeCell,
        sync::atomic::{
            AtomicBool,
            Ordering::{Acquire, Relaxed, Release},
        },
    };
    use std::{marker::PhantomData, time::Duration};

    pub(super) struct Mutex<T> {
        is_locked: AtomicBool,
        /// The checker notices who touches it without having seen what was done before.
        inside: UnsafeCell<u32>,
        of: PhantomData<T>,
    }

    pub(super) struct MutexGuard<'a, T>(&'a Mutex<T>);

    impl<T> Mutex<T> {
        pub(super) fn new() -> Self {
            Self { is_locked: AtomicBool::new(false), inside: UnsafeCell::new(0), of: PhantomData }
        }

        pub(super) fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
            self.is_locked.compare_exchange(false, true, Acquire, Relaxed).is_ok().then(|| MutexGuard(self))
        }

        pub(super) fn is_locked(&self) -> bool {
            self.is_locked.load(Relaxed)
        }
    }

    impl<T> MutexGuard<'_, T> {
        pub(super) fn touch(&self) {
            self.0.inside.with_mut(|_| ());
        }
    }

    impl<T> Drop for MutexGuard<'_, T> {
        fn drop(&mut self) {
            self.0.is_locked.store(false, Release);
        }
    }

    pub(super) fn spin_loop() {
        loom::hint::spin_loop();
    }

    pub(super) fn yield_now() {
        loom::thread::yield_now();
    }

    pub(super) fn sleep(_: Duration) {
        loom::thread::yield_now();
    }
}

#[test]
fn each_who_waits_for_a_lock_gets_it_and_is_alone_in_it() {
    model(|| {
        let mutex = Arc::new(sync::Mutex::<()>::new());
        let other = {
            let mutex = Arc::clone(&mutex);
            spawn(move || lock::lock(&mutex).touch())
        };
        lock::lock(&mutex).touch();
        other.join().expect("it was alone");
        assert!(!mutex.is_locked());
    });
}
