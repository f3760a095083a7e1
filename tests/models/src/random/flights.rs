//! Calls with one key that share a run, over the maps' own code: more of them than the models of `tests/models/tests/single_flight` can
//! try all orders of, each of which ends as it is drawn.

use super::{
    Hasher, model,
    single_flight::{All, FlightFuture, FlightMap, run},
};
use crate::entry::CallSite;
use shuttle::{
    future::block_on,
    rand::{Rng, thread_rng},
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread::spawn,
};
use std::{
    future::{Future, pending},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::pin,
    sync::Arc,
    task::{Context, Waker},
};

const CALLS: usize = 5;

struct World {
    map: FlightMap<u8, usize, Hasher>,
    at_work: AtomicUsize,
    returned: [AtomicUsize; CALLS],
}

struct AtWork<'a>(&'a World);

impl<'a> AtWork<'a> {
    fn begin(world: &'a World) -> Self {
        assert_eq!(world.at_work.fetch_add(1, SeqCst), 0, "two bodies at once");
        Self(world)
    }
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.0.at_work.fetch_sub(1, SeqCst);
    }
}

fn call(world: &World, number: usize) {
    let end = thread_rng().gen_range(0..4);
    let work = || {
        let _at_work = AtWork::begin(world);
        if end == 0 {
            resume_unwind(Box::new("as it was told"));
        }
        world.returned[number].fetch_add(1, SeqCst);
        number
    };
    let site = CallSite::here();
    let answer = match end {
        0 => catch_unwind(AssertUnwindSafe(|| {
            block_on(FlightFuture::<_, _, All<usize>, _>::new(&world.map, 1, site, async { work() }))
        }))
        .ok(),
        1 => {
            let body = async {
                let _at_work = AtWork::begin(world);
                pending().await
            };
            let mut fly = pin!(FlightFuture::<_, _, All<usize>, _>::new(&world.map, 1, site, body));
            _ = fly.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            None
        }
        2 => Some(run::<_, _, All<usize>>(&world.map, 1, &site, work)),
        _ => Some(block_on(FlightFuture::<_, _, All<usize>, _>::new(&world.map, 1, site, async { work() }))),
    };
    if let Some(by) = answer {
        assert_eq!(world.returned[by].load(SeqCst), 1, "a result that no body gave");
    }
}

#[test]
fn calls_that_end_in_any_way_share_one_run_at_a_time_and_leave_nothing() {
    model(1_000, || {
        let world = Arc::new(World {
            map: FlightMap::new(Hasher::default()),
            at_work: AtomicUsize::new(0),
            returned: Default::default(),
        });
        let threads: Vec<_> = (0..CALLS)
            .map(|number| {
                let world = Arc::clone(&world);
                spawn(move || call(&world, number))
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        assert!(world.map.is_empty());
        assert_eq!(world.at_work.load(SeqCst), 0);
    });
}
