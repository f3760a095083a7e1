//! Tail expressions that hold the lock which the removal of the entry wants: the call neither hangs nor loses it.
//!
//! This is what a block of edition 2021 gets wrong when an entry is one of its locals.

use super::{
    maps::*,
    polling::{block_on, returned},
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;

/// The topic for a lock that its method `$lock` takes.
macro_rules! locked_tails {
    (
        $lock:ident $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<$map<u64, usize>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn call(&self, id: u64) -> usize;
            $($asynchrony)* fn call_after_a_statement(&self, id: u64) -> usize;
            $($asynchrony)* fn match_(&self, id: u64) -> usize;
            $($asynchrony)* fn match_after_a_statement(&self, id: u64) -> usize;
            $($asynchrony)* fn if_let(&self, id: u64) -> usize;
            $($asynchrony)* fn if_let_after_a_statement(&self, id: u64) -> usize;
            $($asynchrony)* fn block(&self, id: u64) -> usize;
            $($asynchrony)* fn returned_tail(&self, id: u64) -> usize;
            $($asynchrony)* fn returned_early(&self, id: u64) -> usize;
            $($asynchrony)* fn propagated(&self, id: u64) -> Answer;
            $($asynchrony)* fn failed(&self, id: u64) -> Answer;
            $($asynchrony)* fn statement(&self, id: u64);
            $($asynchrony)* fn without_an_answer(&self, id: u64);
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(map = self.map, key = id, occupied = return 0)]
            $($asynchrony)* fn call(&self, id: u64) -> usize {
                self.map.$lock().unwrap().len()
            }

            #[scoped_entry(map = self.map, key = id, occupied = return 0)]
            $($asynchrony)* fn call_after_a_statement(&self, id: u64) -> usize {
                let one = self.map.entries();
                self.map.$lock().unwrap().len().min(one)
            }

            #[scoped_entry(map = self.map, key = id, value = 1, occupied = return 0)]
            $($asynchrony)* fn match_(&self, id: u64) -> usize {
                match self.map.$lock().unwrap().get(&id) {
                    Some(value) => *value,
                    None => 0,
                }
            }

            #[scoped_entry(map = self.map, key = id, value = 1, occupied = return 0)]
            $($asynchrony)* fn match_after_a_statement(&self, id: u64) -> usize {
                let one = self.map.entries();
                match self.map.$lock().unwrap().get(&id) {
                    Some(value) => one.min(*value),
                    None => 0,
                }
            }

            #[scoped_entry(map = self.map, key = id, value = 1, occupied = return 0)]
            $($asynchrony)* fn if_let(&self, id: u64) -> usize {
                if let Some(value) = self.map.$lock().unwrap().get(&id) { *value } else { 0 }
            }

            #[scoped_entry(map = self.map, key = id, value = 1, occupied = return 0)]
            $($asynchrony)* fn if_let_after_a_statement(&self, id: u64) -> usize {
                let one = self.map.entries();
                if let Some(value) = self.map.$lock().unwrap().get(&id) { one.min(*value) } else { 0 }
            }

            #[scoped_entry(map = self.map, key = id, occupied = return 0)]
            $($asynchrony)* fn block(&self, id: u64) -> usize {
                {
                    let one = self.map.entries();
                    self.map.$lock().unwrap().len().min(one)
                }
            }

            #[scoped_entry(map = self.map, key = id, occupied = return 0)]
            $($asynchrony)* fn returned_tail(&self, id: u64) -> usize {
                return self.map.$lock().unwrap().len()
            }

            #[scoped_entry(map = self.map, key = id, occupied = return 0)]
            $($asynchrony)* fn returned_early(&self, id: u64) -> usize {
                if self.map.$lock().unwrap().contains_key(&id) {
                    return self.map.$lock().unwrap().len();
                }
                0
            }

            #[scoped_entry(map = self.map, key = id, value = 1, occupied = return Err(Failure::Refused))]
            $($asynchrony)* fn propagated(&self, id: u64) -> Answer {
                Ok(*self.map.$lock().unwrap().get(&id).ok_or(Failure::Failed)?)
            }

            #[scoped_entry(map = self.map, key = id, value = 1, occupied = return Err(Failure::Refused))]
            $($asynchrony)* fn failed(&self, id: u64) -> Answer {
                Ok(*self.map.$lock().unwrap().get(&(id + 1)).ok_or(Failure::Failed)?)
            }

            #[scoped_entry(map = self.map, key = id, occupied = return)]
            $($asynchrony)* fn statement(&self, id: u64) {
                assert_eq!(self.map.$lock().unwrap().len(), 1);
            }

            #[scoped_entry(map = self.map, key = id, occupied = return)]
            $($asynchrony)* fn without_an_answer(&self, id: u64) {
                assert_eq!(self.map.$lock().unwrap().len(), 1)
            }
        }

        macro_rules! lock_held_by {
            ($name:ident $method:ident $answer:expr) => {
                #[test]
                fn $name() {
                    within_deadline(|| {
                        let service = Subject::default();
                        assert_eq!($run(service.$method(1)), $answer);
                        assert_eq!(service.map.entries(), 0);
                    });
                }
            };
        }

        lock_held_by!(a_call_is_released_before_the_entry_leaves call 1);
        lock_held_by!(a_call_after_a_statement_is_released_before_the_entry_leaves call_after_a_statement 1);
        lock_held_by!(a_match_is_released_before_the_entry_leaves match_ 1);
        lock_held_by!(a_match_after_a_statement_is_released_before_the_entry_leaves match_after_a_statement 1);
        lock_held_by!(an_if_let_is_released_before_the_entry_leaves if_let 1);
        lock_held_by!(an_if_let_after_a_statement_is_released_before_the_entry_leaves if_let_after_a_statement 1);
        lock_held_by!(a_block_is_released_before_the_entry_leaves block 1);
        lock_held_by!(a_return_is_released_before_the_entry_leaves returned_tail 1);
        lock_held_by!(an_early_return_is_released_before_the_entry_leaves returned_early 1);
        lock_held_by!(a_question_mark_is_released_before_the_entry_leaves propagated Ok(1));
        lock_held_by!(a_failing_question_mark_is_released_before_the_entry_leaves failed Err(Failure::Failed));
        lock_held_by!(a_statement_is_released_before_the_entry_leaves statement ());
        lock_held_by!(a_tail_without_an_answer_is_released_before_the_entry_leaves without_an_answer ());
    };
}

macro_rules! mutex_tails {
    ($($cell:tt)*) => { locked_tails! { lock $($cell)* } };
}

macro_rules! reader_tails {
    ($($cell:tt)*) => { locked_tails! { read $($cell)* } };
}

macro_rules! writer_tails {
    ($($cell:tt)*) => { locked_tails! { write $($cell)* } };
}

mod locked {
    use super::*;
    grid! { mutex_tails over [sync asynchronous async_trait] and [mutex_hash_map] }
}

mod read {
    use super::*;
    grid! { reader_tails over [sync asynchronous async_trait] and [rw_lock_btree_map] }
}

mod written {
    use super::*;
    grid! { writer_tails over [sync asynchronous async_trait] and [rw_lock_btree_map] }
}
