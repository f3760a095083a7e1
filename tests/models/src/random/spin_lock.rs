//! How a shard's lock is waited for, by more threads than loom can try all orders of.

use shuttle::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread::spawn,
};
use std::sync::Arc;

#[path = "../../../../runtime/src/maps/engine/spin_lock.rs"]
mod lock;

/// A lock as `spin`'s, whose every attempt is one atomic operation.
mod sync {
    use shuttle::sync::atomic::{AtomicBool, Ordering::SeqCst};
    use std::{marker::PhantomData, time::Duration};

    pub(super) struct Mutex<T>(AtomicBool, PhantomData<T>);

    pub(super) struct MutexGuard<'a, T>(&'a Mutex<T>);

    impl<T> Mutex<T> {
        pub(super) fn new() -> Self {
            Self(AtomicBool::new(false), PhantomData)
        }

        pub(super) fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
            self.0.compare_exchange(false, true, SeqCst, SeqCst).is_ok().then(|| MutexGuard(self))
        }

        pub(super) fn is_locked(&self) -> bool {
            self.0.load(SeqCst)
        }
    }

    impl<T> Drop for MutexGuard<'_, T> {
        fn drop(&mut self) {
            self.0.0.store(false, SeqCst);
        }
    }

    pub(super) fn spin_loop() {
        shuttle::hint::spin_loop();
    }

    pub(super) fn yield_now() {
        shuttle::thread::yield_now();
    }

    pub(super) fn sleep(nap: Duration) {
        shuttle::thread::sleep(nap);
    }
}

#[test]
fn each_of_many_gets_the_lock_and_is_alone_in_it() {
    super::model(5, || {
        let (mutex, inside) = (Arc::new(sync::Mutex::<()>::new()), Arc::new(AtomicUsize::new(0)));
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let (mutex, inside) = (Arc::clone(&mutex), Arc::clone(&inside));
                spawn(move || {
                    let _guard = lock::lock(&mutex);
                    assert_eq!(inside.fetch_add(1, SeqCst), 0, "two are in it");
                    // Long enough for the others to have given their turns away, and to sleep.
                    for _ in 0..1_500 {
                        shuttle::thread::yield_now();
                    }
                    inside.fetch_sub(1, SeqCst);
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        assert!(!mutex.is_locked());
    });
}
