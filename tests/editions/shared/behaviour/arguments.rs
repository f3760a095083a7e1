//! The expressions of the arguments: evaluated once, in order, before the body; a panic in one enters nothing.

use super::{
    deliberate::{PanicsWhenDropped, caught, deliberate},
    maps::*,
    polling::{block_on, returned},
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;

macro_rules! arguments {
    (
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<$map<u64, u64>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn evaluates(&self) -> Answer;
            $($asynchrony)* fn map_panics(&self) -> Answer;
            $($asynchrony)* fn key_panics(&self) -> Answer;
            $($asynchrony)* fn value_panics(&self) -> Answer;
            $($asynchrony)* fn temporary_panics(&self) -> Answer;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(
                value = self.step("value", 3),
                key = self.step("key", 1),
                map = self.step("map", &self.map)
                $($refused)*
            )]
            $($asynchrony)* fn evaluates(&self) -> Answer {
                self.step("body", ());
                self.look();
                Ok(7)
            }

            #[scoped_entry(map = deliberate::<&$map<u64, u64>>(), key = 1 $($refused)*)]
            $($asynchrony)* fn map_panics(&self) -> Answer {
                self.look();
                Ok(7)
            }

            #[scoped_entry(map = self.map, key = deliberate::<u64>() $($refused)*)]
            $($asynchrony)* fn key_panics(&self) -> Answer {
                self.look();
                Ok(7)
            }

            #[scoped_entry(map = self.map, key = 1, value = deliberate() $($refused)*)]
            $($asynchrony)* fn value_panics(&self) -> Answer {
                self.look();
                Ok(7)
            }

            #[scoped_entry(map = self.map, key = PanicsWhenDropped(1).number() $($refused)*)]
            $($asynchrony)* fn temporary_panics(&self) -> Answer {
                self.look();
                Ok(7)
            }
        }

        #[test]
        fn map_key_and_value_are_evaluated_once_in_that_order_before_the_body() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.evaluates()), Ok(7));
                assert_eq!(service.steps(), ["map", "key", "value", "body"]);
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn a_panic_in_an_argument_enters_nothing_and_leaves_the_map_usable() {
            within_deadline(|| {
                let service = Subject::default();
                caught(|| $run(service.map_panics()));
                service.assert_never_entered();
                caught(|| $run(service.key_panics()));
                service.assert_never_entered();
                caught(|| $run(service.value_panics()));
                service.assert_never_entered();
                assert_eq!($run(service.evaluates()), Ok(7));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn a_panic_in_a_temporary_of_an_argument_removes_the_entry_that_was_made_by_then() {
            within_deadline(|| {
                let service = Subject::default();
                caught(|| $run(service.temporary_panics()));
                service.assert_never_entered();
            });
        }
    };
}

grid! {
    arguments over [sync asynchronous async_trait] and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}
