//! Every supported map of another crate under annotated functions: its exits, the existing value, and the ways in which a
//! reference into the map is held where a removal by hand would deadlock.

// With no feature switched on, there is nothing to test.
#![cfg_attr(
    not(any(
        feature = "dashmap",
        feature = "hashbrown",
        feature = "indexmap",
        feature = "lock_api",
        feature = "lock_api05",
        feature = "papaya",
        feature = "parking_lot",
        feature = "parking_lot013",
        feature = "scc",
    )),
    allow(dead_code, unused_imports, unused_macros)
)]

use scoped_entry::scoped_entry;
use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::pin,
    sync::{Arc, mpsc},
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

/// Fails where the test would hang.
fn within_deadline(body: impl FnOnce() + Send + 'static) {
    let (done, ended) = mpsc::channel();
    let thread = thread::spawn(move || {
        body();
        done.send(()).unwrap();
    });
    let ended = ended.recv_timeout(Duration::from_secs(90));
    assert_ne!(ended, Err(mpsc::RecvTimeoutError::Timeout), "the call hangs");
    thread.join().expect("the body has not panicked");
}

/// Tests for a map from `String` to `u64`: `$len` and `$look` are what a body might do with it.
macro_rules! calls {
    ($($(#[$cfg:meta])* $name:ident: $map:ty, $len:expr, $look:expr;)*) => {$(
        $(#[$cfg])*
        mod $name {
            use super::*;

            type Map = $map;

            fn len(map: &Map) -> usize {
                let len: fn(&Map) -> usize = $len;
                len(map)
            }

            #[scoped_entry(map = map, key = id, value = 7, occupied = |existing| return Err(existing))]
            fn call(map: &Map, id: &str, body: impl FnOnce()) -> Result<usize, u64> {
                body();
                Ok(len(map))
            }

            /// What is held in the tail expression is released before the entry ends.
            #[scoped_entry(map = map, key = id, value = 7, occupied = return 0)]
            fn looks_in_its_tail(map: &Map, id: &str) -> u64 {
                let look: fn(&Map, &str) -> u64 = $look;
                look(map, id)
            }

            #[scoped_entry(map = map, key = id, value = 8, occupied = return None)]
            async fn waits(map: &Map, id: String, poll: Poll<()>) -> Option<usize> {
                std::future::poll_fn(|_| poll).await;
                Some(len(map))
            }

            #[scoped_entry(map = Arc::clone(map), key = { id }, value = 7, guard = entry, occupied = return None)]
            fn gives_its_guard_away(map: &Arc<Map>, id: String) -> Option<thread::JoinHandle<()>> {
                Some(thread::spawn(move || drop(entry)))
            }

            #[test]
            fn the_entry_is_there_while_the_call_runs_and_a_second_call_sees_its_value() {
                within_deadline(|| {
                    let map = Map::default();
                    let second = || assert_eq!(call(&map, "one", || ()), Err(7));
                    assert_eq!(call(&map, "one", second), Ok(1));
                    assert_eq!(call(&map, "one", || assert_eq!(call(&map, "two", || ()), Ok(2))), Ok(1));
                    assert_eq!(len(&map), 0);
                });
            }

            #[test]
            fn a_panic_removes_the_entry() {
                within_deadline(|| {
                    let map = Map::default();
                    let panics = || call(&map, "one", || resume_unwind(Box::new(())));
                    assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
                    assert_eq!(len(&map), 0);
                });
            }

            #[test]
            fn a_look_into_the_map_in_the_tail_expression_ends_before_the_entry() {
                within_deadline(|| {
                    let map = Map::default();
                    assert_eq!(looks_in_its_tail(&map, "one"), 7);
                    assert_eq!(len(&map), 0);
                });
            }

            #[test]
            fn a_future_that_is_dropped_or_completes_removes_the_entry() {
                within_deadline(|| {
                    let map = Map::default();
                    let mut context = Context::from_waker(Waker::noop());
                    {
                        let mut waiting = pin!(waits(&map, "one".to_owned(), Poll::Pending));
                        assert_eq!(len(&map), 0);
                        assert!(waiting.as_mut().poll(&mut context).is_pending());
                        assert_eq!(len(&map), 1);
                    }
                    assert_eq!(len(&map), 0);
                    let ready = pin!(waits(&map, "one".to_owned(), Poll::Ready(())));
                    assert_eq!(ready.poll(&mut context), Poll::Ready(Some(1)));
                    assert_eq!(len(&map), 0);
                });
            }

            #[test]
            fn a_guard_that_owns_its_map_ends_on_another_thread() {
                within_deadline(|| {
                    let map = Arc::new(Map::default());
                    gives_its_guard_away(&map, "one".to_owned()).unwrap().join().unwrap();
                    assert_eq!(len(&map), 0);
                });
            }
        }
    )*};
}

calls! {
    #[cfg(any(feature = "parking_lot", feature = "lock_api"))]
    parking_lot_mutex: parking_lot::Mutex<std::collections::HashMap<String, u64>>,
        |map| map.lock().len(), |map, id| *map.lock().get(id).unwrap();
    #[cfg(any(feature = "parking_lot", feature = "lock_api"))]
    parking_lot_rw_lock: parking_lot::RwLock<std::collections::BTreeMap<String, u64>>,
        |map| map.read().len(), |map, id| *map.read().get(id).unwrap();
    #[cfg(any(feature = "parking_lot013", feature = "lock_api05"))]
    parking_lot_013_mutex: parking_lot013::Mutex<std::collections::HashMap<String, u64>>,
        |map| map.lock().len(), |map, id| *map.lock().get(id).unwrap();
    #[cfg(feature = "hashbrown")]
    hashbrown_map: std::sync::Mutex<hashbrown::HashMap<String, u64>>,
        |map| map.lock().unwrap().len(), |map, id| *map.lock().unwrap().get(id).unwrap();
    #[cfg(feature = "indexmap")]
    index_map: std::sync::RwLock<indexmap::IndexMap<String, u64>>,
        |map| map.read().unwrap().len(), |map, id| *map.read().unwrap().get(id).unwrap();
    #[cfg(feature = "dashmap")]
    dash_map: dashmap::DashMap<String, u64>,
        dashmap::DashMap::len, |map, id| *map.get(id).unwrap();
    #[cfg(feature = "papaya")]
    papaya_map: papaya::HashMap<String, u64>,
        papaya::HashMap::len, |map, id| *map.pin().get(id).unwrap();
    #[cfg(feature = "scc")]
    scc_hash_map: scc::HashMap<String, u64>,
        scc::HashMap::len, |map, id| *map.get_sync(id).unwrap();
    #[cfg(feature = "scc")]
    scc_hash_index: scc::HashIndex<String, u64>,
        scc::HashIndex::len, |map, id| *map.get_sync(id).unwrap();
    #[cfg(feature = "scc")]
    scc_tree_index: scc::TreeIndex<String, u64>,
        scc::TreeIndex::len, |map, id| map.peek_with(id, |_, value| *value).unwrap();
}

#[cfg(feature = "dashmap")]
mod in_a_dash_map {
    use super::*;
    use dashmap::DashMap;

    /// One shard pair, so that keys share one.
    fn jobs() -> DashMap<String, u64> {
        DashMap::with_shard_amount(2)
    }

    #[scoped_entry(map = jobs, key = id, occupied = return 0)]
    fn holds_references(jobs: &DashMap<String, u64>, id: &str) -> u64 {
        let mut own = jobs.get_mut(id).unwrap();
        *own += 1;
        *own
        // `own` is still held here, and is dropped before the entry.
    }

    #[scoped_entry(map = jobs, key = { jobs.iter().count().to_string() }, occupied = return 0)]
    fn looks_in_an_argument(jobs: &DashMap<String, u64>) -> usize {
        jobs.len()
    }

    #[scoped_entry(map = jobs, key = id, occupied = return 0)]
    fn walks_all(jobs: &DashMap<String, u64>, id: &str) -> u64 {
        jobs.iter_mut().map(|mut job| *job.value_mut() + 1).sum()
    }

    #[test]
    fn references_that_the_body_holds_are_released_before_the_entry_ends() {
        within_deadline(|| {
            let jobs = jobs();
            assert_eq!(holds_references(&jobs, "one"), 1);
            assert_eq!(walks_all(&jobs, "one"), 1);
            assert_eq!(looks_in_an_argument(&jobs), 1);
            assert!(jobs.is_empty());
        });
    }

    #[test]
    fn a_value_that_was_changed_in_place_is_removed_with_its_entry() {
        within_deadline(|| {
            let jobs = jobs();
            let guard = scoped_entry::EntryGuard::try_enter(&jobs, "one", 1).unwrap();
            jobs.insert("one".to_owned(), 2);
            drop(guard);
            assert!(jobs.is_empty());
        });
    }
}

#[cfg(feature = "papaya")]
mod in_a_papaya_map {
    use super::*;
    use scoped_entry::EntryGuard;

    type Jobs = papaya::HashMap<String, u64>;

    #[scoped_entry(map = *jobs, key = id, value = 7, occupied = return 0)]
    fn calls_others_while_it_is_pinned(jobs: &Jobs, id: &str) -> u64 {
        let pinned = jobs.pin();
        let own = pinned.get(id).unwrap();
        if id == "one" { calls_others_while_it_is_pinned(jobs, "two") + own } else { *own }
    }

    #[test]
    fn pins_and_references_may_be_held_while_entries_come_and_go() {
        within_deadline(|| {
            let jobs = Jobs::new();
            assert_eq!(calls_others_while_it_is_pinned(&jobs, "one"), 14);
            assert!(jobs.is_empty());
        });
    }

    #[test]
    fn a_value_that_was_updated_is_removed_with_its_entry() {
        let jobs = Jobs::new();
        let guard = EntryGuard::try_enter(&jobs, "one", 1).unwrap();
        jobs.pin().update("one".to_owned(), |progress| progress + 1);
        drop(guard);
        assert!(jobs.is_empty());
    }

    #[test]
    fn a_refused_set_keeps_the_key_that_was_there() {
        let kept: Arc<str> = "one".into();
        let jobs = papaya::HashSet::<Arc<str>>::new();
        let guard = EntryGuard::try_enter(&jobs, &kept, ()).unwrap();
        assert!(EntryGuard::try_enter(&jobs, "one", ()).is_err());
        assert!(Arc::ptr_eq(jobs.pin().get("one").unwrap(), &kept));
        drop(guard);
        assert!(jobs.is_empty());
    }
}

#[cfg(feature = "indexmap")]
#[test]
fn an_index_map_moves_its_last_entry_into_the_gap() {
    use scoped_entry::EntryGuard;

    let jobs = std::sync::Mutex::new(indexmap::IndexMap::<u8, ()>::new());
    let mut guards = [1, 2, 3].map(|id| EntryGuard::try_enter(&jobs, id, ()).ok());
    guards[0] = None;
    assert_eq!(jobs.lock().unwrap().keys().copied().collect::<Vec<_>>(), [3, 2]);
}
