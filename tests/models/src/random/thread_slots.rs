//! Which thread has which slot. The count of them is a static: there is one model that uses it.

use super::{
    engine::{spin_lock, sync},
    model,
};
use shuttle::{sync::Barrier, thread::spawn};
use std::{collections::HashSet, sync::Arc};
use thread_slot::thread_slot;

#[path = "../../../../runtime/src/maps/engine/thread_slot.rs"]
mod thread_slot;

#[test]
fn threads_that_run_together_have_different_slots_and_later_ones_reuse_them() {
    const THREADS: usize = 4;
    model(300, || {
        // If slots were not handed out again, the later threads would have others than the first ones.
        for _ in 0..3 {
            let together = Arc::new(Barrier::new(THREADS));
            let threads: Vec<_> = (0..THREADS)
                .map(|_| {
                    let together = Arc::clone(&together);
                    spawn(move || {
                        let first = thread_slot();
                        together.wait();
                        assert_eq!(thread_slot(), first, "a thread stays its slot");
                        first
                    })
                })
                .collect();
            let slots: HashSet<_> = threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).collect();
            assert_eq!(slots, (0..THREADS).collect());
        }
    });
}
