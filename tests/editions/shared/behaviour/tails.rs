//! Temporaries of the tail expression that use the map when they drop: they do so while the entry is still there.
//!
//! In edition 2021 such a temporary outlives the locals of its block. Each shape of tail stands in a body without
//! statements and in one with them, since the attribute treats the two differently.

use super::{
    maps::*,
    polling::{block_on, returned},
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;

macro_rules! tails {
    (
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<$map<u64, ()>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn call(&self, id: u64) -> Answer;
            $($asynchrony)* fn call_after_a_statement(&self, id: u64) -> Answer;
            $($asynchrony)* fn match_(&self, id: u64) -> Answer;
            $($asynchrony)* fn match_after_a_statement(&self, id: u64) -> Answer;
            $($asynchrony)* fn if_let(&self, id: u64) -> Answer;
            $($asynchrony)* fn if_let_after_a_statement(&self, id: u64) -> Answer;
            $($asynchrony)* fn block(&self, id: u64) -> Answer;
            $($asynchrony)* fn returned_tail(&self, id: u64) -> Answer;
            $($asynchrony)* fn without_an_answer(&self, id: u64);
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn call(&self, id: u64) -> Answer {
                self.looks_when_dropped().answer()
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn call_after_a_statement(&self, id: u64) -> Answer {
                let seven = 7;
                self.looks_when_dropped().answer().map(|number| number.max(seven))
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn match_(&self, id: u64) -> Answer {
                match self.looks_when_dropped().some() {
                    Some(some) => some.answer(),
                    None => Err(Failure::Failed),
                }
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn match_after_a_statement(&self, id: u64) -> Answer {
                let failure = Failure::Failed;
                match self.looks_when_dropped().some() {
                    Some(some) => some.answer(),
                    None => Err(failure),
                }
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn if_let(&self, id: u64) -> Answer {
                if let Some(some) = self.looks_when_dropped().some() { some.answer() } else { Err(Failure::Failed) }
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn if_let_after_a_statement(&self, id: u64) -> Answer {
                let failure = Failure::Failed;
                if let Some(some) = self.looks_when_dropped().some() { some.answer() } else { Err(failure) }
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn block(&self, id: u64) -> Answer {
                {
                    let seven = 7;
                    self.looks_when_dropped().answer().map(|number| number.max(seven))
                }
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn returned_tail(&self, id: u64) -> Answer {
                return self.looks_when_dropped().answer()
            }

            #[scoped_entry(map = self.map, key = id $($ignored)*)]
            $($asynchrony)* fn without_an_answer(&self, id: u64) {
                assert!(self.looks_when_dropped().some().is_some())
            }
        }

        macro_rules! temporary {
            ($name:ident $method:ident) => {
                #[test]
                fn $name() {
                    within_deadline(|| {
                        let service = Subject::default();
                        assert_eq!($run(service.$method(1)), Ok(7));
                        service.assert_entered_and_left();
                    });
                }
            };
        }

        temporary!(of_a_call_drops_before_the_entry call);
        temporary!(of_a_call_after_a_statement_drops_before_the_entry call_after_a_statement);
        temporary!(of_a_match_drops_before_the_entry match_);
        temporary!(of_a_match_after_a_statement_drops_before_the_entry match_after_a_statement);
        temporary!(of_an_if_let_drops_before_the_entry if_let);
        temporary!(of_an_if_let_after_a_statement_drops_before_the_entry if_let_after_a_statement);
        temporary!(of_a_block_drops_before_the_entry block);
        temporary!(of_a_return_drops_before_the_entry returned_tail);

        #[test]
        fn of_a_call_without_an_answer_drops_before_the_entry() {
            within_deadline(|| {
                let service = Subject::default();
                $run(service.without_an_answer(1));
                service.assert_entered_and_left();
            });
        }
    };
}

grid! {
    tails over [sync asynchronous async_trait] and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}
