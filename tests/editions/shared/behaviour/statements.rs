//! `enter!`: an entry from the middle of a block to its end, on every way out of it.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    polling::{block_on, returned, suspended},
    script::Script,
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::{enter, scoped_entry};

macro_rules! statements {
    (
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<$map<u64, ()>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn falls_through(&self, id: u64) -> Answer;
            $($asynchrony)* fn returns(&self, id: u64) -> Answer;
            $($asynchrony)* fn propagates(&self, id: u64) -> Answer;
            $($asynchrony)* fn panics(&self, id: u64) -> Answer;
            $($asynchrony)* fn twice_in_a_block(&self, id: u64) -> Answer;
            $($asynchrony)* fn in_an_inner_block(&self, id: u64) -> Answer;
            $($asynchrony)* fn in_a_loop(&self) -> Answer;
            $($asynchrony)* fn below_an_attribute(&self, id: u64) -> Answer;
            $($asynchrony)* fn names_it(&self, id: u64) -> Answer;
        }

        $($lowering)*
        impl Handler for Subject {
            $($asynchrony)* fn falls_through(&self, id: u64) -> Answer {
                self.look();
                let key = id + 1;
                enter!(map = self.map, key = key $($refused)*);
                self.look();
                Ok(7)
            }

            $($asynchrony)* fn returns(&self, id: u64) -> Answer {
                self.look();
                enter!(map = self.map, key = id $($refused)*);
                self.look();
                if id > 0 {
                    return Ok(7);
                }
                Err(Failure::Failed)
            }

            $($asynchrony)* fn propagates(&self, id: u64) -> Answer {
                self.look();
                enter!(map = self.map, key = id $($refused)*);
                self.look();
                let number = Err(Failure::Failed)?;
                Ok(number)
            }

            $($asynchrony)* fn panics(&self, id: u64) -> Answer {
                self.look();
                enter!(map = self.map, key = id $($refused)*);
                self.look();
                deliberate::<()>();
                Ok(7)
            }

            $($asynchrony)* fn twice_in_a_block(&self, id: u64) -> Answer {
                enter!(map = self.map, key = id $($refused)*);
                self.look();
                enter! { map = self.map, key = id + 1 $($refused)* }
                self.look();
                Ok(7)
            }

            $($asynchrony)* fn in_an_inner_block(&self, id: u64) -> Answer {
                if id > 0 {
                    enter!(map = self.map, key = id $($refused)*);
                    self.look();
                }
                self.look();
                Ok(7)
            }

            $($asynchrony)* fn in_a_loop(&self) -> Answer {
                for id in 0..5 {
                    if id == 1 {
                        continue;
                    }
                    enter!(map = self.map, key = id $($refused)*);
                    self.look();
                    if id == 2 {
                        continue;
                    }
                    if id == 3 {
                        break;
                    }
                }
                self.look();
                Ok(7)
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn below_an_attribute(&self, id: u64) -> Answer {
                self.look();
                enter!(map = self.map, key = id + 1 $($refused)*);
                self.look();
                Ok(7)
            }

            $($asynchrony)* fn names_it(&self, id: u64) -> Answer {
                enter!(map = self.map, key = id, guard = entry $($refused)*);
                self.look();
                drop(entry);
                self.look();
                Ok(7)
            }
        }

        #[test]
        fn every_way_out_removes_the_entry() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.falls_through(1)), Ok(7));
                assert_eq!((service.seen(), service.map.entries()), (vec![0, 1], 0));
                assert_eq!($run(service.returns(1)), Ok(7));
                assert_eq!((service.seen(), service.map.entries()), (vec![0, 1], 0));
                assert_eq!($run(service.propagates(1)), Err(Failure::Failed));
                assert_eq!((service.seen(), service.map.entries()), (vec![0, 1], 0));
                caught(|| $run(service.panics(1)));
                assert_eq!((service.seen(), service.map.entries()), (vec![0, 1], 0));
            });
        }

        #[test]
        fn two_in_a_block_are_two_entries() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.twice_in_a_block(1)), Ok(7));
                assert_eq!((service.seen(), service.map.entries()), (vec![1, 2], 0));
            });
        }

        #[test]
        fn one_ends_with_its_own_block() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.in_an_inner_block(1)), Ok(7));
                assert_eq!(service.seen(), [1, 0]);
            });
        }

        #[test]
        fn each_turn_of_a_loop_has_its_own() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.in_a_loop()), Ok(7));
                assert_eq!(service.seen(), [1, 1, 1, 0]);
            });
        }

        #[test]
        fn it_goes_together_with_the_attribute() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.below_an_attribute(1)), Ok(7));
                assert_eq!((service.seen(), service.map.entries()), (vec![1, 2], 0));
            });
        }

        #[test]
        fn a_named_guard_ends_it_early() {
            within_deadline(|| {
                let service = Subject::default();
                assert_eq!($run(service.names_it(1)), Ok(7));
                assert_eq!(service.seen(), [1, 0]);
            });
        }
    };
}

grid! {
    statements over [sync asynchronous async_trait] and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}

/// What a taken key does to the block.
mod refused {
    use super::*;

    fn survey(map: &UniqueMap<u64, u64>, ids: &[u64]) -> Vec<u64> {
        let mut found = Vec::new();
        'ids: for id in ids {
            enter!(
                map = map,
                key = *id,
                value = 0,
                occupied = |there| match there {
                    0..=9 => continue,
                    10..=19 => continue 'ids,
                    20..=29 => break,
                    there => return vec![there],
                }
            );
            found.push(*id);
        }
        found
    }

    #[test]
    fn a_taken_key_may_continue_break_or_return() {
        let map = UniqueMap::new();
        let _held: Vec<_> = [(1, 5), (2, 15), (3, 25), (4, 35)].map(|(key, value)| map.hold(key, value)).into();
        assert_eq!(survey(&map, &[0, 1, 2, 7]), [0, 7]);
        assert_eq!(survey(&map, &[0, 3, 7]), [0]);
        assert_eq!(survey(&map, &[0, 4, 7]), [35]);
        assert_eq!(map.entries(), 4);
    }

    #[test]
    fn a_block_with_a_label_may_be_left_with_a_value() {
        let map = UniqueMap::<u64>::new();
        let entered = |id| 'entered: {
            enter!(map = map, key = id, occupied = break 'entered 0);
            map.entries()
        };
        assert_eq!(entered(1), 1);
        let _held = map.hold(1, ());
        assert_eq!((entered(1), entered(2)), (0, 2));
    }
}

/// What only a future can do.
mod in_a_future {
    use super::*;

    async fn handle(map: &InflightMap<usize>, script: &Script) -> Answer {
        enter!(map = map, key = script.pause().await?);
        script.pause().await
    }

    #[test]
    fn a_future_that_is_dropped_removes_it() {
        let (map, script) = (InflightMap::new(), Script::uneventful());
        let future = suspended(handle(&map, &script), 1);
        assert_eq!(map.entries(), 0, "it waits for its key");
        drop(future);
        let future = suspended(handle(&map, &script), 2);
        assert_eq!(map.entries(), 1);
        drop(future);
        assert_eq!(map.entries(), 0);
    }

    #[test]
    fn the_question_mark_in_an_argument_is_that_of_the_future() {
        let (map, script) = (InflightMap::new(), Script::fails_at(1));
        assert_eq!(block_on(handle(&map, &script)), Err(Failure::Failed));
        assert_eq!(map.entries(), 0);
    }

    #[test]
    fn an_async_block_and_a_closure_have_their_own() {
        let map = InflightMap::<u64>::new();
        let future = async {
            enter!(map = map, key = 1);
            map.entries()
        };
        let closure = || {
            enter!(map = map, key = 2);
            map.entries()
        };
        assert_eq!(map.entries(), 0);
        assert_eq!((closure(), block_on(future)), (1, 1));
        assert_eq!(map.entries(), 0);
    }
}
