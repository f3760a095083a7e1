//! Which thread has which lane. The count of them is a static: there is one model that uses it.

use super::{model, stamp, sync};
use shuttle::{sync::Barrier, thread::spawn};
use std::{collections::HashSet, sync::Arc};
use thread::lane;

#[path = "../../../../runtime/src/maps/thread.rs"]
mod thread;

#[test]
fn threads_of_one_time_have_lanes_of_their_own_which_others_get_when_they_have_ended() {
    const THREADS: usize = 4;
    model(300, || {
        // If lanes were not handed out again, the later threads would have others than the first ones.
        for _ in 0..3 {
            let together = Arc::new(Barrier::new(THREADS));
            let threads: Vec<_> = (0..THREADS)
                .map(|_| {
                    let together = Arc::clone(&together);
                    spawn(move || {
                        let first = lane();
                        together.wait();
                        assert_eq!(lane(), first, "a thread stays in its lane");
                        first
                    })
                })
                .collect();
            let lanes: HashSet<_> = threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).collect();
            assert_eq!(lanes, (0..THREADS).collect());
        }
    });
}
