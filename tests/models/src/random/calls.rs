//! Calls that enter, hand their guards on, leave, and exceed a limit, beside those who look.

use super::{Excess, Hasher, InflightMap, UniqueMap, model};
use shuttle::{
    rand::{Rng, thread_rng},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread::spawn,
};
use std::{
    collections::HashSet,
    sync::{Arc, Weak},
    time::Duration,
};

const THREADS: u8 = 4;
const CALLS: u8 = 3;

/// Keys are equal, values are not.
type Map = InflightMap<u8, u8>;

/// The values of the entries in the map: each of them once.
fn listed(map: &Map) -> HashSet<u8> {
    let listed: Vec<_> = map.snapshot().into_iter().map(|call| call.value).collect();
    let values: HashSet<_> = listed.iter().copied().collect();
    assert_eq!(values.len(), listed.len(), "an entry is listed twice: {listed:?}");
    values
}

#[test]
fn no_entry_is_lost_none_stays_and_a_limit_is_noticed_whatever_the_order() {
    model(150, || {
        let (running, reports) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
        let reported = Arc::clone(&reports);
        let map: Arc<Map> = Arc::new_cyclic(|map: &Weak<Map>| {
            let map = Weak::clone(map);
            let report = move |excess: &Excess<'_>| {
                assert_eq!(running.fetch_add(1, SeqCst), 0, "while it runs it is not called again");
                assert!(excess.len > excess.limit);
                // No lock is held: it may use the map.
                let map = map.upgrade().expect("a call is in it");
                assert!(map.oldest().is_some() && map.stats().excesses > 0);
                reported.fetch_add(1, SeqCst);
                running.fetch_sub(1, SeqCst);
            };
            Map::builder().shards(2).limit(4).excess_interval(Duration::MAX).on_excess(report).build()
        });
        let stays = map.enter(7, u8::MAX);
        let handed_on = Arc::new(Mutex::new(Vec::new()));
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let (map, handed_on) = (Arc::clone(&map), Arc::clone(&handed_on));
                spawn(move || {
                    for call in 0..CALLS {
                        let value = thread * CALLS + call;
                        let guard = map.enter_owned(7, value);
                        assert!(map.contains_key(&7));
                        if thread_rng().gen_bool(0.5) {
                            handed_on.lock().unwrap().push(guard);
                        } else {
                            assert!(listed(&map).contains(&value));
                            drop(guard);
                            assert!(!listed(&map).contains(&value));
                        }
                        let another = handed_on.lock().unwrap().pop();
                        drop(another);
                    }
                })
            })
            .collect();
        for _ in 0..3 {
            assert!(listed(&map).contains(&u8::MAX), "it is there all the while");
            let stats = map.stats();
            assert_eq!(stats.len as u64, stats.entered - stats.exited);
            assert!(stats.len > 0 && stats.peak >= stats.len && !map.is_empty(), "{stats:?}");
        }
        for thread in threads {
            thread.join().unwrap();
        }
        handed_on.lock().unwrap().clear();
        drop(stays);
        let (stats, made) = (map.stats(), u64::from(THREADS * CALLS) + 1);
        assert_eq!((map.len(), stats.len, stats.entered, stats.exited), (0, 0, made, made));
        assert!(reports.load(SeqCst) as u64 <= stats.excesses);
        assert_eq!(reports.load(SeqCst) > 0, stats.excesses > 0, "a first excess is always reported");
        assert!(stats.excesses == 0 || stats.peak > 4);
    });
}

#[test]
fn first_calls_side_by_side_make_one_map() {
    model(300, || {
        let map = Arc::new(Map::builder().shards(2).build());
        let threads: Vec<_> = (0..3)
            .map(|value| {
                let map = Arc::clone(&map);
                spawn(move || map.enter_owned(7, value))
            })
            .collect();
        let guards: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!((map.len(), map.count(&7), map.stats().entered), (3, 3, 3));
        drop(guards);
        assert!(map.is_empty());
    });
}

#[test]
fn a_key_has_one_holder_at_a_time_whoever_drops_its_guard() {
    model(200, || {
        let map = Arc::new(UniqueMap::<u8, u8>::builder().shards(2).hasher(Hasher::default()).build());
        let holders = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
        let entered = Arc::new(AtomicUsize::new(0));
        let handed_on = Arc::new(Mutex::new(Vec::new()));
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let (map, holders, entered, handed_on) =
                    (Arc::clone(&map), Arc::clone(&holders), Arc::clone(&entered), Arc::clone(&handed_on));
                spawn(move || {
                    for _ in 0..CALLS {
                        let key = thread_rng().gen_range(0..2_u8);
                        if let Ok(guard) = map.try_enter_owned(key, thread) {
                            entered.fetch_add(1, SeqCst);
                            assert_eq!(holders[usize::from(key)].fetch_add(1, SeqCst), 0, "two have the key");
                            assert_eq!(map.get(&key), Some(thread));
                            handed_on.lock().unwrap().push((key, guard));
                        }
                        let another = handed_on.lock().unwrap().pop();
                        if let Some((key, guard)) = another {
                            holders[usize::from(key)].fetch_sub(1, SeqCst);
                            drop(guard);
                        }
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        let left = std::mem::take(&mut *handed_on.lock().unwrap());
        assert_eq!(map.len(), left.len());
        drop(left);
        let entered = entered.load(SeqCst) as u64;
        assert_eq!((map.len(), map.stats().entered, map.stats().exited), (0, entered, entered));
    });
}
