//! A receiver that owns what the entry is in: it drops after the entry, like every other parameter.

use super::{
    maps::*,
    noisy::{Log, Noisy},
    polling::{block_on, returned},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::sync::Arc;

macro_rules! receivers {
    (
        $map:ident $refused:tt $ignored:tt
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        receivers! { @refused $map [[$($lowering)*] [$($asynchrony)*] $run] }
    };
    (@refused InflightMap $form:tt) => { receivers! { @tests InflightMap [] $form } };
    (@refused $map:ident $form:tt) => { receivers! { @tests $map [, occupied = return 0] $form } };
    (
        @tests $map:ident [$($refused:tt)*]
        [[$($lowering:tt)*] [$($asynchrony:tt)*] $run:ident]
    ) => {
        struct Subject {
            log: Log,
            map: Arc<$map<u64, Noisy>>,
            _noisy: Noisy,
        }

        impl Subject {
            fn new(log: &Log) -> Self {
                Self { log: log.clone(), map: Arc::default(), _noisy: log.noisy("parameter") }
            }

            fn log_mutably(&mut self, line: &'static str) {
                self.log.write(line);
            }
        }

        $($lowering)*
        trait Handler: Sized {
            $($asynchrony)* fn by_value(self, id: u64) -> usize;
            $($asynchrony)* fn by_arc(self: Arc<Self>, id: u64) -> usize;
            $($asynchrony)* fn by_box(self: Box<Self>, id: u64) -> usize;
            $($asynchrony)* fn by_mutable_reference(&mut self, id: u64) -> usize;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(map = self.map, key = id, value = self.log.noisy("entry") $($refused)*)]
            $($asynchrony)* fn by_value(self, id: u64) -> usize {
                self.log.noisy("temporary");
                self.map.entries()
            }

            #[scoped_entry(map = self.map, key = id, value = self.log.noisy("entry") $($refused)*)]
            $($asynchrony)* fn by_arc(self: Arc<Self>, id: u64) -> usize {
                self.log.noisy("temporary");
                self.map.entries()
            }

            #[scoped_entry(map = self.map, key = id, value = self.log.noisy("entry") $($refused)*)]
            $($asynchrony)* fn by_box(self: Box<Self>, id: u64) -> usize {
                self.log.noisy("temporary");
                self.map.entries()
            }

            #[scoped_entry(map = Arc::clone(&self.map), key = id, value = self.log.noisy("entry") $($refused)*)]
            $($asynchrony)* fn by_mutable_reference(&mut self, id: u64) -> usize {
                self.log_mutably("temporary");
                self.map.entries()
            }
        }

        #[test]
        fn an_owned_receiver_drops_after_the_entry() {
            within_deadline(|| {
                let log = Log::default();
                assert_eq!($run(Subject::new(&log).by_value(1)), 1);
                assert_eq!(log.lines(), ["temporary", "entry", "parameter"]);
            });
        }

        #[test]
        fn a_shared_receiver_drops_after_the_entry() {
            within_deadline(|| {
                let log = Log::default();
                assert_eq!($run(Arc::new(Subject::new(&log)).by_arc(1)), 1);
                assert_eq!(log.lines(), ["temporary", "entry", "parameter"]);
            });
        }

        #[test]
        fn a_boxed_receiver_drops_after_the_entry() {
            within_deadline(|| {
                let log = Log::default();
                assert_eq!($run(Box::new(Subject::new(&log)).by_box(1)), 1);
                assert_eq!(log.lines(), ["temporary", "entry", "parameter"]);
            });
        }

        #[test]
        fn a_mutably_borrowed_receiver_is_all_the_bodys_if_the_guard_owns_its_map() {
            within_deadline(|| {
                let log = Log::default();
                let mut subject = Subject::new(&log);
                assert_eq!($run(subject.by_mutable_reference(1)), 1);
                assert_eq!(subject.map.entries(), 0);
                assert_eq!(log.lines(), ["temporary", "entry"]);
            });
        }
    };
}

grid! {
    receivers over [sync asynchronous async_trait] and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}
