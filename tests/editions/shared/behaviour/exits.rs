//! Every way out of a call: the entry is there while the body runs and gone afterwards.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    polling::{block_on, returned},
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;

macro_rules! exits {
    (
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<$map<u64, ()>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn falls_through(&self, id: u64) -> Answer;
            $($asynchrony)* fn returns(&self, id: u64) -> Answer;
            $($asynchrony)* fn returns_last(&self, id: u64) -> Answer;
            $($asynchrony)* fn propagates(&self, id: u64) -> Answer;
            $($asynchrony)* fn panics(&self, id: u64) -> Answer;
            $($asynchrony)* fn answers_nothing(&self, id: u64);
            $($asynchrony)* fn returns_nothing(&self, id: u64);
            $($asynchrony)* fn panics_in_one_line(&self, id: u64) -> Answer;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn falls_through(&self, id: u64) -> Answer {
                self.look();
                Ok(7)
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn returns(&self, id: u64) -> Answer {
                self.look();
                for number in 0.. {
                    if number == 7 {
                        return Ok(number);
                    }
                }
                Err(Failure::Failed)
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn returns_last(&self, id: u64) -> Answer {
                self.look();
                return Ok(7);
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn propagates(&self, id: u64) -> Answer {
                self.look();
                let number = Err(Failure::Failed)?;
                Ok(number)
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn panics(&self, id: u64) -> Answer {
                self.look();
                deliberate::<()>();
                Ok(7)
            }

            #[scoped_entry(map = self.map, key = id $($ignored)*)]
            $($asynchrony)* fn answers_nothing(&self, id: u64) {
                self.look();
            }

            #[scoped_entry(map = self.map, key = id $($ignored)*)]
            $($asynchrony)* fn returns_nothing(&self, id: u64) {
                self.look();
                if id > 0 {
                    return;
                }
                self.look();
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn panics_in_one_line(&self, id: u64) -> Answer {
                if self.map.entries() == 1 { deliberate() } else { Ok(7) }
            }
        }

        #[test]
        fn falling_through_removes_the_entry() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.falls_through(1)), Ok(7));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn returning_early_removes_the_entry() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.returns(1)), Ok(7));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn returning_in_the_last_statement_removes_the_entry() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.returns_last(1)), Ok(7));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn the_question_mark_removes_the_entry() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.propagates(1)), Err(Failure::Failed));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn a_panic_removes_the_entry() {
            within_deadline(|| {
                let service = Subject::default();
                caught(|| $run(service.panics(1)));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn a_panic_in_a_body_without_statements_removes_the_entry() {
            within_deadline(|| {
                let service = Subject::default();
                caught(|| $run(service.panics_in_one_line(1)));
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn falling_through_without_an_answer_removes_the_entry() {
            within_deadline(|| {
                let service = Subject::default();
                $run(service.answers_nothing(1));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn returning_without_an_answer_removes_the_entry() {
            within_deadline(|| {
                let service = Subject::default();
                $run(service.returns_nothing(1));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn the_key_is_free_again_however_the_call_before_ended() {
            within_deadline(|| {
                let service = Subject::default();
                for _ in 0..3 {
                    assert_eq!($run(service.falls_through(1)), Ok(7));
                    assert_eq!($run(service.propagates(1)), Err(Failure::Failed));
                    caught(|| $run(service.panics(1)));
                    $run(service.returns_nothing(1));
                }
                assert_eq!(service.seen(), [1; 12]);
                assert_eq!(service.map.entries(), 0);
            });
        }
    };
}

grid! {
    exits over [sync asynchronous async_trait] and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}
