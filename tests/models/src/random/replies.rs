//! Calls that wait for replies, of which each ends as it is drawn, beside replies that come twice, late or never, and a
//! connection that is lost and comes back.

use super::{Hasher, PendingMap, model};
use shuttle::{
    future::block_on,
    rand::{Rng, thread_rng},
    thread::spawn,
};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::SeqCst},
};

const CALLERS: u64 = 3;
const CALLS: u64 = 4;

type Map = PendingMap<u64, Reply, Hasher>;

/// A reply that counts itself while it is there.
struct Reply {
    id: u64,
    there: Arc<AtomicU64>,
}

impl Reply {
    fn new(id: u64, there: &Arc<AtomicU64>) -> Self {
        there.fetch_add(1, SeqCst);
        Self { id, there: Arc::clone(there) }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        self.there.fetch_sub(1, SeqCst);
    }
}

fn call(map: &Map, caller: u64, seen: &AtomicU64) {
    for at in 0..CALLS {
        // Its own ids, two of which it uses again and again.
        let id = 10 * caller + at % 2;
        let guard = map.try_enter(id).expect("the call before has ended");
        let reply = match thread_rng().gen_range(0..3) {
            0 => {
                drop(guard);
                continue;
            }
            1 => block_on(guard),
            _ => guard.wait(),
        };
        if let Ok(reply) = reply {
            assert_eq!(reply.id, id, "a reply reaches its own caller");
            seen.fetch_add(1, SeqCst);
        }
    }
}

/// Replies until all callers are done: to ids in any order, twice, and to ids that there never were.
fn reply(map: &Map, there: &Arc<AtomicU64>, passed_on: &AtomicU64, callers: &AtomicU64) {
    while callers.load(SeqCst) > 0 {
        let id = 10 * thread_rng().gen_range(0..CALLERS) + thread_rng().gen_range(0..3);
        match map.complete(&id, Reply::new(id, there)) {
            Ok(()) => {
                passed_on.fetch_add(1, SeqCst);
            }
            Err(back) => assert_eq!(back.id, id),
        }
        shuttle::thread::yield_now();
    }
}

#[test]
fn each_call_has_its_own_reply_or_none() {
    model(300, || {
        let map: Map = PendingMap::<u64, Reply>::builder().shards(2).hasher(Hasher::new()).build();
        let world = Arc::new((map, AtomicU64::new(0), AtomicU64::new(CALLERS), AtomicU64::new(0), Arc::default()));
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let world = Arc::clone(&world);
                spawn(move || {
                    call(&world.0, caller, &world.1);
                    world.2.fetch_sub(1, SeqCst);
                })
            })
            .collect();
        let replies = [0, 1].map(|_| {
            let world = Arc::clone(&world);
            spawn(move || reply(&world.0, &world.4, &world.3, &world.2))
        });
        world.0.close();
        world.0.reopen();
        for thread in callers.into_iter().chain(replies) {
            thread.join().expect("no thread panics");
        }
        let (map, seen, _, passed_on, there) = &*world;
        let stats = map.stats();
        assert_eq!((stats.live, stats.completed), (0, passed_on.load(SeqCst)));
        assert_eq!(stats.completed + stats.dropped + stats.closed, stats.entries.entered);
        assert!(seen.load(SeqCst) <= stats.completed);
        assert_eq!(there.load(SeqCst), 0, "no reply is left");
    });
}
