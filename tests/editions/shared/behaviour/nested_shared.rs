//! A call inside a call, with the same key, over a map with shared keys: two entries, and each call removes its own.

use super::{
    deliberate::{attempt, deliberate},
    maps::*,
    polling::{block_on, returned},
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;

macro_rules! nested_shared {
    (
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<$map<u64, &'static str>>;

        #[derive(Clone, Copy)]
        enum Inner {
            Returns,
            Fails,
            Panics,
        }

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn outer(&self, id: u64, inner: Inner) -> Answer;
            $($asynchrony)* fn inner(&self, id: u64, inner: Inner) -> Answer;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(map = self.map, key = id, value = "outer")]
            $($asynchrony)* fn outer(&self, id: u64, inner: Inner) -> Answer {
                let _look = self.looks_when_dropped();
                let inside = self.inner(id, inner) $($wait)*;
                assert_eq!(self.map.count(&id), 1, "entries of the key after the inner call");
                assert_eq!(self.map.get(&id), Some("outer"));
                inside
            }

            #[scoped_entry(map = self.map, key = id, value = "inner")]
            $($asynchrony)* fn inner(&self, id: u64, inner: Inner) -> Answer {
                self.look();
                assert_eq!(self.map.get(&id), Some("outer"), "the oldest entry of the key answers");
                match inner {
                    Inner::Returns => Ok(self.map.count(&id)),
                    Inner::Fails => Err(Failure::Failed),
                    Inner::Panics => deliberate(),
                }
            }
        }

        #[test]
        fn both_calls_hold_the_key_and_each_removes_its_own_entry() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.outer(1, Inner::Returns)), Ok(2));
                assert_eq!(service.seen(), [2, 1]);
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn the_outer_entry_survives_the_failing_inner_call() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.outer(1, Inner::Fails)), Err(Failure::Failed));
                assert_eq!(service.seen(), [2, 1]);
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn a_panic_in_the_inner_call_removes_both_entries() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!(attempt(|| $run(service.outer(1, Inner::Panics))), None);
                assert_eq!(service.seen(), [2, 1]);
                assert_eq!(service.map.entries(), 0);
            });
        }
    };
}

grid! { nested_shared over [sync asynchronous async_trait] and [inflight_map] }
