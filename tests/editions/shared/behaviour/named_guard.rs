//! `guard = name`: the body has the guard, and with it says where the entry ends.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    polling::{block_on, returned},
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::{EntryGuard, scoped_entry};
use std::{
    sync::{Arc, Mutex, mpsc},
    thread::{self, JoinHandle},
};

macro_rules! named_guard {
    (
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<Arc<$map<u64, ()>>>;
        type Guard = EntryGuard<Arc<$map<u64, ()>>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn uses_it_not_at_all(&self, id: u64) -> Answer;
            $($asynchrony)* fn drops_it(&self, id: u64) -> Answer;
            $($asynchrony)* fn drops_it_borrowed(&self, id: u64) -> Answer;
            $($asynchrony)* fn sends_it(&self, id: u64, end: mpsc::Receiver<()>) -> Result<JoinHandle<()>, Failure>;
            $($asynchrony)* fn returns_it(&self, id: u64) -> Result<Guard, Failure>;
            $($asynchrony)* fn stores_it(&self, id: u64, store: &Mutex<Vec<Guard>>) -> Answer;
            $($asynchrony)* fn panics_with_it(&self, id: u64) -> Answer;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(map = Arc::clone(&self.map), key = id, guard = entry $($refused)*)]
            $($asynchrony)* fn uses_it_not_at_all(&self, id: u64) -> Answer {
                #![expect(unused_variables, reason = "the guard is what is not used")]
                self.look();
                Ok(7)
            }

            #[scoped_entry(map = Arc::clone(&self.map), key = id, guard = entry $($refused)*)]
            $($asynchrony)* fn drops_it(&self, id: u64) -> Answer {
                self.look();
                assert_eq!(entry.map().entries(), 1, "the guard knows its map");
                drop(entry);
                self.look();
                Ok(7)
            }

            #[scoped_entry(map = self.map, key = id, guard = entry $($refused)*)]
            $($asynchrony)* fn drops_it_borrowed(&self, id: u64) -> Answer {
                self.look();
                drop(entry);
                self.look();
                Ok(7)
            }

            #[scoped_entry(map = Arc::clone(&self.map), key = id, guard = entry $($refused)*)]
            $($asynchrony)* fn sends_it(&self, id: u64, end: mpsc::Receiver<()>) -> Result<JoinHandle<()>, Failure> {
                Ok(thread::spawn(move || {
                    let _entry = entry;
                    end.recv().expect("the test says when to end");
                }))
            }

            #[scoped_entry(map = Arc::clone(&self.map), key = id, guard = entry $($refused)*)]
            $($asynchrony)* fn returns_it(&self, id: u64) -> Result<Guard, Failure> {
                Ok(entry)
            }

            #[scoped_entry(map = Arc::clone(&self.map), key = id, guard = entry $($refused)*)]
            $($asynchrony)* fn stores_it(&self, id: u64, store: &Mutex<Vec<Guard>>) -> Answer {
                let mut store = store.lock().unwrap();
                store.push(entry);
                Ok(store.len())
            }

            #[scoped_entry(map = Arc::clone(&self.map), key = id, guard = entry $($refused)*)]
            $($asynchrony)* fn panics_with_it(&self, id: u64) -> Answer {
                self.look();
                let _moved = (entry, deliberate::<()>());
                Ok(7)
            }
        }

        #[test]
        fn that_nobody_takes_ends_with_the_call() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.uses_it_not_at_all(1)), Ok(7));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn that_is_dropped_ends_the_entry_early() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.drops_it(1)), Ok(7));
                assert_eq!(service.seen(), [1, 0]);
                assert_eq!($run(service.drops_it_borrowed(1)), Ok(7));
                assert_eq!(service.seen(), [1, 0]);
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn that_moves_to_a_thread_ends_with_the_thread() {
            within_deadline(|| {
                let service = Subject::default();
                let (end, ends) = mpsc::channel();
                let thread = $run(service.sends_it(1, ends)).expect("the key is free");
                assert_eq!(service.map.entries(), 1);
                end.send(()).expect("the thread waits");
                thread.join().expect("the thread does not panic");
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn that_is_returned_ends_with_its_receiver() {
            within_deadline(|| {
                let service = Subject::default();
                let guard = $run(service.returns_it(1)).expect("the key is free");
                assert_eq!(service.map.entries(), 1);
                drop(guard);
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn that_is_stored_ends_with_the_store() {
            within_deadline(|| {
                let (service, store) = (Subject::default(), Mutex::new(Vec::new()));
                for id in 1..=3 {
                    assert_eq!($run(service.stores_it(id, &store)), Ok(store.lock().unwrap().len()));
                }
                assert_eq!(service.map.entries(), 3);
                drop(store.lock().unwrap().remove(1));
                assert_eq!(service.map.entries(), 2);
                drop(store);
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn that_a_panic_unwinds_ends_the_entry() {
            within_deadline(|| {
                let service = Subject::default();
                caught(|| $run(service.panics_with_it(1)));
                service.assert_entered_and_left();
            });
        }
    };
}

grid! {
    named_guard over [sync asynchronous async_trait] and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}

/// A refused call has no guard to give away.
mod refused {
    use super::*;

    type Guard = EntryGuard<Arc<UniqueMap<u64, u64>>>;

    #[scoped_entry(
        map = Arc::clone(map),
        key = id,
        value = value,
        guard = entry,
        occupied = return Err(Failure::Refused)
    )]
    fn enter(map: &Arc<UniqueMap<u64, u64>>, id: u64, value: u64) -> Result<Guard, Failure> {
        Ok(entry)
    }

    #[scoped_entry(map = Arc::clone(map), key = id, value = value, guard = entry, occupied = |there| return Err(there))]
    fn enter_or_look(map: &Arc<UniqueMap<u64, u64>>, id: u64, value: u64) -> Result<Guard, u64> {
        Ok(entry)
    }

    #[test]
    fn a_refused_call_has_no_guard_and_leaves_the_other_one_alone() {
        within_deadline(|| {
            let map = Arc::new(UniqueMap::new());
            let first = enter(&map, 1, 10).expect("the key is free");
            assert_eq!(enter(&map, 1, 11).expect_err("the key is taken"), Failure::Refused);
            assert_eq!(enter_or_look(&map, 1, 12).expect_err("the key is taken"), 10);
            assert_eq!(map.values(), [10]);
            drop(first);
            let second = enter_or_look(&map, 1, 13).expect("the key is free");
            assert_eq!(map.values(), [13]);
            drop(second);
            assert_eq!(map.entries(), 0);
        });
    }
}
