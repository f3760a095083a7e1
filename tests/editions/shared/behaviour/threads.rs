//! Many threads that enter and leave one map at once, in every way there is: nothing is lost and nothing is left.

use super::{
    deliberate::{attempt, deliberate},
    maps::*,
    polling::{block_on, poll_once, suspended},
    script::Script,
    service::{Answer, Failure},
    watchdog::within_deadline,
};
use scoped_entry::{EntryGuard, Stats, scoped_entry};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
};

const THREADS: u64 = 8;
const CALLS: u64 = 2_000;

/// What the bodies did: only a call that was not refused has one.
#[derive(Default)]
struct Tally {
    bodies: AtomicU64,
    panics: AtomicU64,
}

impl Tally {
    fn count(&self) {
        self.bodies.fetch_add(1, Ordering::Relaxed);
    }

    fn panic<T>(&self) -> T {
        self.panics.fetch_add(1, Ordering::Relaxed);
        deliberate()
    }
}

macro_rules! threads {
    ($($module:ident $map:ident [$($refused:tt)*] $stats:expr;)*) => {$(
        mod $module {
            use super::*;

            type Map = $map<u64, u64>;

            #[derive(Default)]
            struct Service {
                map: Arc<Map>,
                tally: Tally,
            }

            impl Service {
                #[scoped_entry(map = self.map, key = id $($refused)*)]
                fn exits(&self, id: u64, way: u64) -> Answer {
                    self.tally.count();
                    if way == 0 {
                        return Ok(0);
                    }
                    let number = if way == 1 { Err(Failure::Failed)? } else { way };
                    if number == 2 {
                        self.tally.panic::<()>();
                    }
                    Ok(7)
                }

                #[scoped_entry(map = self.map, key = id $($refused)*)]
                async fn waits(&self, id: u64, script: &Script) -> Answer {
                    self.tally.count();
                    script.pause().await?;
                    script.pause().await
                }

                #[scoped_entry(map = Arc::clone(&self.map), key = id, guard = entry $($refused)*)]
                fn returns_its_guard(&self, id: u64) -> Result<EntryGuard<Arc<Map>>, Failure> {
                    self.tally.count();
                    Ok(entry)
                }

                /// One call of many kinds. `others` drops guards on a thread of its own.
                fn call(&self, id: u64, number: u64, others: &mpsc::Sender<EntryGuard<Arc<Map>>>) {
                    let script = Script::uneventful();
                    match number % 8 {
                        way @ 0..=3 => _ = attempt(|| self.exits(id, way)),
                        4 => _ = block_on(self.waits(id, &script)),
                        // A refused call ends with its first poll.
                        5 => drop(attempt(|| {
                            let mut future = Box::pin(self.waits(id, &script));
                            if poll_once(future.as_mut()).is_pending() {
                                drop(suspended(future, 1));
                            }
                        })),
                        6 => drop(self.waits(id, &script)),
                        _ => {
                            if let Ok(guard) = self.returns_its_guard(id) {
                                others.send(guard).expect("the thread that drops guards waits for them");
                            }
                        }
                    }
                }
            }

            #[test]
            fn leave_nothing_behind() {
                within_deadline(|| {
                    let service = Service::default();
                    let stats: fn(&Map) -> Option<Stats> = $stats;
                    thread::scope(|scope| {
                        let (others, guards) = mpsc::channel();
                        scope.spawn(move || guards.into_iter().for_each(drop));
                        // Disconnected once the threads are done, also if one of them fails.
                        let (working, at_work) = mpsc::channel::<()>();
                        scope.spawn({
                            let map = &service.map;
                            move || {
                                while at_work.try_recv() == Err(mpsc::TryRecvError::Empty) {
                                    map.values();
                                    if let Some(stats) = stats(map) {
                                        assert_eq!(stats.len as u64, stats.entered - stats.exited);
                                        assert!(stats.exited_panicking <= stats.exited && stats.len <= stats.peak);
                                    }
                                }
                            }
                        });
                        thread::scope(|scope| {
                            let _working = working;
                            for thread in 0..THREADS {
                                let (service, others) = (&service, others.clone());
                                scope.spawn(move || {
                                    for number in 0..CALLS {
                                        // Every other key is the thread's own; the rest it shares with the others.
                                        let id = if number / 8 % 2 == 0 { 100 + thread } else { number % 4 };
                                        service.call(id, number, &others);
                                    }
                                });
                            }
                        });
                    });
                    assert_eq!(service.map.entries(), 0);
                    let bodies = service.tally.bodies.into_inner();
                    let panics = service.tally.panics.into_inner();
                    assert!(panics > 0 && bodies > panics, "{bodies} bodies ran, {panics} panicked");
                    if let Some(stats) = stats(&service.map) {
                        assert_eq!((stats.len, stats.oldest_age), (0, None));
                        assert_eq!((stats.entered, stats.exited, stats.exited_panicking), (bodies, bodies, panics));
                    }
                });
            }
        }
    )*};
}

threads! {
    inflight_map InflightMap [] |map| Some(map.stats());
    unique_map UniqueMap [, occupied = return Err(Failure::Refused)] |map| Some(map.stats());
    mutex_hash_map MutexHashMap [, occupied = return Err(Failure::Refused)] |_| None;
    rw_lock_btree_map RwLockBTreeMap [, occupied = return Err(Failure::Refused)] |_| None;
}
