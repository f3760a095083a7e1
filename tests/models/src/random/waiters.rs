//! Waiting until a map is empty, by tasks and threads, some of which give up.

use super::{InflightMap, model};
use shuttle::{future::block_on, thread::spawn};
use std::{
    future::Future,
    pin::pin,
    sync::Arc,
    task::{Context, Waker},
    time::Duration,
};

#[test]
fn all_who_wait_go_on_whoever_gives_up_and_whatever_enters() {
    model(400, || {
        let map = Arc::new(InflightMap::<u8>::builder().shards(2).build());
        let mut threads: Vec<_> = (0..3)
            .map(|key| {
                let guard = map.enter_owned(key, ());
                let map = Arc::clone(&map);
                spawn(move || {
                    // It moves: at no moment is there none of it.
                    let moved = map.enter_owned(key, ());
                    drop(guard);
                    drop(moved);
                })
            })
            .collect();
        let wait: [fn(&InflightMap<u8>); 4] = [
            |map| block_on(map.drained()),
            |map| block_on(map.drained()),
            |map| assert!(map.blocking_drained(Duration::MAX).is_ok()),
            |map| {
                let drained = pin!(map.drained());
                _ = drained.poll(&mut Context::from_waker(Waker::noop()));
            },
        ];
        threads.extend(wait.map(|wait| {
            let map = Arc::clone(&map);
            spawn(move || wait(&map))
        }));
        for thread in threads {
            thread.join().unwrap();
        }
        assert!(map.is_empty());
    });
}
