//! A call inside a call, with the same key, over a map with unique keys: the inner call is refused, does what its
//! `occupied` says, and leaves the outer entry alone.

use super::{
    deliberate::{PanicsWhenDropped, attempt, caught, deliberate},
    maps::*,
    polling::{block_on, returned},
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;

/// Which inner call the outer one makes.
#[derive(Clone, Copy, Debug)]
enum Inner {
    Refused,
    AnswersNothing,
    Existing,
    ExistingAndMap,
    ExistingElsewhere,
    ExistingPanics,
    OtherKey,
}

macro_rules! nested_unique {
    (
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<$map<u64, usize>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn outer(&self, id: u64, inner: Inner) -> Answer;
            $($asynchrony)* fn inner(&self, id: u64) -> Answer;
            $($asynchrony)* fn answers_nothing(&self, id: u64);
            $($asynchrony)* fn existing(&self, id: u64) -> Answer;
            $($asynchrony)* fn existing_and_map(&self, id: u64) -> Answer;
            $($asynchrony)* fn existing_elsewhere(&self, id: u64) -> Answer;
            $($asynchrony)* fn existing_panics(&self, id: u64) -> Answer;
            $($asynchrony)* fn temporary_panics(&self) -> Answer;
            $($asynchrony)* fn double(&self, number: usize) -> Answer;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(map = self.map, key = id, value = 7 $($refused)*)]
            $($asynchrony)* fn outer(&self, id: u64, inner: Inner) -> Answer {
                let _look = self.looks_when_dropped();
                match inner {
                    Inner::Refused => self.inner(id) $($wait)*,
                    Inner::AnswersNothing => {
                        self.answers_nothing(id) $($wait)*;
                        Ok(0)
                    }
                    Inner::Existing => self.existing(id) $($wait)*,
                    Inner::ExistingAndMap => self.existing_and_map(id) $($wait)*,
                    Inner::ExistingElsewhere => self.existing_elsewhere(id) $($wait)*,
                    Inner::ExistingPanics => self.existing_panics(id) $($wait)*,
                    Inner::OtherKey => self.inner(id + 1) $($wait)*,
                }
            }

            #[scoped_entry(map = self.map, key = id, value = 8 $($refused)*)]
            $($asynchrony)* fn inner(&self, id: u64) -> Answer {
                self.look();
                Ok(8)
            }

            #[scoped_entry(map = self.map, key = id, value = 8 $($ignored)*)]
            $($asynchrony)* fn answers_nothing(&self, id: u64) {
                self.look();
            }

            #[scoped_entry(map = self.map, key = id, value = 8, occupied = |existing| return Ok(existing))]
            $($asynchrony)* fn existing(&self, id: u64) -> Answer {
                self.look();
                Ok(8)
            }

            #[scoped_entry(
                map = self.map,
                key = id,
                value = 8,
                occupied = |existing| return Ok(existing + self.map.entries())
            )]
            $($asynchrony)* fn existing_and_map(&self, id: u64) -> Answer {
                self.look();
                Ok(8)
            }

            #[scoped_entry(
                map = self.map,
                key = id,
                value = 8,
                occupied = |existing| {
                    let doubled = self.double(existing) $($wait)*?;
                    return Ok(doubled);
                }
            )]
            $($asynchrony)* fn existing_elsewhere(&self, id: u64) -> Answer {
                self.look();
                Ok(8)
            }

            #[scoped_entry(map = self.map, key = id, value = 8, occupied = |_existing| return deliberate())]
            $($asynchrony)* fn existing_panics(&self, id: u64) -> Answer {
                self.look();
                Ok(8)
            }

            #[scoped_entry(
                map = self.map,
                key = PanicsWhenDropped(1).number(),
                value = 8,
                occupied = |existing| return Ok(existing)
            )]
            $($asynchrony)* fn temporary_panics(&self) -> Answer {
                self.look();
                Ok(8)
            }

            $($asynchrony)* fn double(&self, number: usize) -> Answer {
                Ok(2 * number)
            }
        }

        /// What the outer call answers, once it is clear that the refused inner one left it its entry.
        fn outer(inner: Inner) -> Option<Answer> {
            let service = Subject::default();
            let answer = attempt(|| $run(service.outer(1, inner)));
            assert_eq!(service.seen(), [1], "entries at the end of the outer body; the inner one did not run");
            assert_eq!(service.map.entries(), 0, "entries after the outer call");
            answer
        }

        #[test]
        fn the_refused_call_returns_what_occupied_says() {
            within_deadline(|| assert_eq!(outer(Inner::Refused), Some(Err(Failure::Refused))));
        }

        #[test]
        fn the_refused_call_without_an_answer_returns() {
            within_deadline(|| assert_eq!(outer(Inner::AnswersNothing), Some(Ok(0))));
        }

        #[test]
        fn the_refused_call_sees_the_value_of_the_outer_one() {
            within_deadline(|| assert_eq!(outer(Inner::Existing), Some(Ok(7))));
        }

        #[test]
        fn the_map_can_be_used_where_the_refused_call_looks_at_the_existing_value() {
            within_deadline(|| assert_eq!(outer(Inner::ExistingAndMap), Some(Ok(7 + 1))));
        }

        #[test]
        fn the_refused_call_can_propagate_and_await_what_it_does_instead() {
            within_deadline(|| assert_eq!(outer(Inner::ExistingElsewhere), Some(Ok(2 * 7))));
        }

        #[test]
        fn a_panic_in_the_refused_call_removes_the_outer_entry_only_as_it_unwinds_it() {
            within_deadline(|| assert_eq!(outer(Inner::ExistingPanics), None));
        }

        #[test]
        fn a_panic_of_the_refused_call_that_the_outer_one_catches_leaves_it_its_entry() {
            within_deadline(|| {
                let service = Subject::default();
                // By hand, since the outer call cannot catch across an await.
                let entry = service.map.hold(1, 7);
                caught(|| $run(service.existing_panics(1)));
                assert_eq!(service.map.entries(), 1);
                drop(entry);
                assert_eq!(service.map.entries(), 0);
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

        #[test]
        fn a_panic_in_a_temporary_of_an_argument_of_a_refused_call_leaves_the_other_entry() {
            within_deadline(|| {
                let service = Subject::default();
                let entry = service.map.hold(1, 7);
                caught(|| $run(service.temporary_panics()));
                assert_eq!(service.map.entries(), 1);
                drop(entry);
                service.assert_never_entered();
            });
        }

        #[test]
        fn a_call_with_another_key_is_not_refused() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.outer(1, Inner::OtherKey)), Ok(8));
                assert_eq!(service.seen(), [2, 1]);
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn nothing_is_refused_where_nobody_holds_the_key() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.inner(1)), Ok(8));
                service.assert_entered_and_left();
                $run(service.answers_nothing(1));
                service.assert_entered_and_left();
                assert_eq!($run(service.existing(1)), Ok(8));
                service.assert_entered_and_left();
                assert_eq!($run(service.existing_elsewhere(1)), Ok(8));
                service.assert_entered_and_left();
            });
        }
    };
}

grid! {
    nested_unique over [sync asynchronous async_trait] and [unique_map mutex_hash_map rw_lock_btree_map]
}
