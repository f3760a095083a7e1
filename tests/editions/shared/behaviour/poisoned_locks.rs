//! A map behind an adapter whose lock a panic has poisoned: entries are still inserted and removed, and the flag stays as it is.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    polling::{block_on, returned},
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;

/// The topic for a lock that its method `$lock` takes.
macro_rules! poisoned_locks {
    (
        $lock:ident $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<$map<u64, usize>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn returns(&self, id: u64) -> Answer;
            $($asynchrony)* fn panics(&self, id: u64) -> Answer;
            $($asynchrony)* fn panics_with_the_lock(&self, id: u64) -> Answer;
            $($asynchrony)* fn panics_with_the_lock_in_its_tail(&self, id: u64) -> Answer;
            $($asynchrony)* fn existing(&self, id: u64) -> Answer;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(map = self.map, key = id, value = 7 $($refused)*)]
            $($asynchrony)* fn returns(&self, id: u64) -> Answer {
                self.look();
                Ok(8)
            }

            #[scoped_entry(map = self.map, key = id, value = 7 $($refused)*)]
            $($asynchrony)* fn panics(&self, id: u64) -> Answer {
                self.look();
                deliberate()
            }

            #[scoped_entry(map = self.map, key = id, value = 7 $($refused)*)]
            $($asynchrony)* fn panics_with_the_lock(&self, id: u64) -> Answer {
                self.look();
                let _held = self.map.$lock().unwrap();
                deliberate()
            }

            #[scoped_entry(map = self.map, key = id, value = 7 $($refused)*)]
            $($asynchrony)* fn panics_with_the_lock_in_its_tail(&self, id: u64) -> Answer {
                Ok(self.map.$lock().unwrap().get(&(id + 1)).copied().unwrap_or_else(deliberate))
            }

            #[scoped_entry(map = self.map, key = id, value = 7, occupied = |existing| return Ok(existing))]
            $($asynchrony)* fn existing(&self, id: u64) -> Answer {
                self.look();
                Ok(8)
            }
        }

        #[test]
        fn a_panic_in_a_body_that_holds_the_lock_removes_the_entry_and_leaves_the_lock_poisoned() {
            within_deadline(|| {
                let service = Subject::default();
                caught(|| $run(service.panics_with_the_lock(1)));
                assert!(service.map.is_poisoned());
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn a_panic_in_a_tail_that_holds_the_lock_removes_the_entry_and_leaves_the_lock_poisoned() {
            within_deadline(|| {
                let service = Subject::default();
                caught(|| $run(service.panics_with_the_lock_in_its_tail(1)));
                assert!(service.map.is_poisoned());
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn a_panic_in_a_body_that_does_not_hold_the_lock_does_not_poison_it() {
            within_deadline(|| {
                let service = Subject::default();
                caught(|| $run(service.panics(1)));
                assert!(!service.map.is_poisoned());
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn a_poisoned_map_is_entered_left_and_refuses_as_before_and_stays_poisoned() {
            within_deadline(|| {
                let service = Subject::default();
                caught(|| {
                    let _held = service.map.$lock().unwrap();
                    deliberate::<()>();
                });
                assert_eq!($run(service.returns(1)), Ok(8));
                service.assert_entered_and_left();
                caught(|| $run(service.panics(1)));
                service.assert_entered_and_left();
                let entry = service.map.hold(1, 9);
                assert_eq!($run(service.returns(1)), Err(Failure::Refused));
                assert_eq!($run(service.existing(1)), Ok(9));
                assert_eq!(service.map.entries(), 1);
                drop(entry);
                service.assert_never_entered();
                assert!(service.map.is_poisoned(), "the flag is its owner's to clear");
            });
        }
    };
}

macro_rules! poisoned_mutexes {
    ($($cell:tt)*) => { poisoned_locks! { lock $($cell)* } };
}

macro_rules! poisoned_rw_locks {
    ($($cell:tt)*) => { poisoned_locks! { write $($cell)* } };
}

mod mutexes {
    use super::*;
    grid! { poisoned_mutexes over [sync asynchronous async_trait] and [mutex_hash_map] }
}

mod rw_locks {
    use super::*;
    grid! { poisoned_rw_locks over [sync asynchronous async_trait] and [rw_lock_btree_map] }
}
