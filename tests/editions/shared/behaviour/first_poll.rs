//! Where the entry of a future begins and ends: with its first poll, and with its completion.

use super::{
    maps::*,
    polling::{block_on, poll_once, suspended},
    script::Script,
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::task::Poll;

macro_rules! first_poll {
    (
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<$map<u64, u64>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn pauses(&self, script: &Script) -> Answer;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(
                map = self.step("map", &self.map),
                key = self.step("key", 1),
                value = self.step("value", 3)
                $($refused)*
            )]
            $($asynchrony)* fn pauses(&self, script: &Script) -> Answer {
                self.look();
                script.pause().await
            }
        }

        #[test]
        fn a_future_that_is_never_polled_never_enters_and_evaluates_nothing() {
            within_deadline(|| {
                let (service, script) = (Subject::default(), Script::uneventful());
                let future = service.pauses(&script);
                assert_eq!(service.map.entries(), 0);
                drop(future);
                assert_eq!(service.steps(), [""; 0]);
                service.assert_never_entered();
            });
        }

        #[test]
        fn the_first_poll_makes_the_entry() {
            within_deadline(|| {
                let (service, script) = (Subject::default(), Script::uneventful());
                let future = suspended(service.pauses(&script), 0);
                assert_eq!((service.steps(), service.map.entries()), (vec![], 0));
                let future = suspended(future, 1);
                assert_eq!((service.steps(), service.map.entries()), (vec!["map", "key", "value"], 1));
                drop(future);
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn a_future_that_has_completed_has_left_before_it_is_dropped() {
            within_deadline(|| {
                let (service, script) = (Subject::default(), Script::uneventful());
                let mut future = suspended(service.pauses(&script), 1);
                assert_eq!(poll_once(future.as_mut()), Poll::Ready(Ok(1)));
                service.assert_entered_and_left();
                drop(future);
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn a_future_that_has_failed_has_left_before_it_is_dropped() {
            within_deadline(|| {
                let (service, script) = (Subject::default(), Script::fails_at(1));
                let mut future = suspended(service.pauses(&script), 1);
                assert_eq!(poll_once(future.as_mut()), Poll::Ready(Err(Failure::Failed)));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn the_next_call_finds_the_key_free() {
            within_deadline(|| {
                let service = Subject::default();
                drop(service.pauses(&Script::uneventful()));
                drop(suspended(service.pauses(&Script::uneventful()), 1));
                assert_eq!($run(service.pauses(&Script::uneventful())), Ok(1));
                assert_eq!(service.seen(), [1, 1]);
                assert_eq!(service.map.entries(), 0);
            });
        }
    };
}

grid! {
    first_poll over [asynchronous async_trait] and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}
