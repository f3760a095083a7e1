//! A refused call that waits for something in its `occupied`: it holds no entry and no lock meanwhile, and however it
//! ends, the entry in its way stays.

use super::{
    deliberate::caught,
    maps::*,
    polling::{block_on, poll_once, suspended},
    script::Script,
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::task::Poll;

macro_rules! followers {
    (
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<$map<u64, usize>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn leads_or_follows(&self, id: u64, script: &Script) -> Answer;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(
                map = self.map,
                key = id,
                value = 100,
                occupied = |existing| {
                    let point = script.pause().await?;
                    return Ok(existing + point);
                }
            )]
            $($asynchrony)* fn leads_or_follows(&self, id: u64, script: &Script) -> Answer {
                self.look();
                script.pause().await
            }
        }

        #[test]
        fn the_follower_completes_with_what_it_was_given() {
            within_deadline(|| {
                let (service, leads, follows) = (Subject::default(), Script::uneventful(), Script::uneventful());
                let mut leader = suspended(service.leads_or_follows(1, &leads), 1);
                let mut follower = suspended(service.leads_or_follows(1, &follows), 1);
                assert_eq!(service.map.entries(), 1);
                assert_eq!(poll_once(follower.as_mut()), Poll::Ready(Ok(101)));
                assert_eq!(service.map.entries(), 1);
                assert_eq!(poll_once(leader.as_mut()), Poll::Ready(Ok(1)));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn the_follower_outlives_the_leader_and_does_not_take_its_place() {
            within_deadline(|| {
                let (service, leads, follows) = (Subject::default(), Script::uneventful(), Script::uneventful());
                let mut leader = suspended(service.leads_or_follows(1, &leads), 1);
                let mut follower = suspended(service.leads_or_follows(1, &follows), 1);
                assert_eq!(poll_once(leader.as_mut()), Poll::Ready(Ok(1)));
                assert_eq!(service.map.entries(), 0);
                assert_eq!($run(service.leads_or_follows(1, &Script::uneventful())), Ok(1));
                assert_eq!(poll_once(follower.as_mut()), Poll::Ready(Ok(101)));
                assert_eq!(service.seen(), [1, 1]);
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn a_cancelled_follower_leaves_the_leader_its_entry() {
            within_deadline(|| {
                let (service, leads, follows) = (Subject::default(), Script::uneventful(), Script::uneventful());
                let leader = suspended(service.leads_or_follows(1, &leads), 1);
                drop(suspended(service.leads_or_follows(1, &follows), 1));
                assert_eq!(service.map.entries(), 1);
                drop(leader);
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn a_follower_that_fails_or_panics_leaves_the_leader_its_entry() {
            within_deadline(|| {
                let (service, leads) = (Subject::default(), Script::uneventful());
                let leader = suspended(service.leads_or_follows(1, &leads), 1);
                assert_eq!($run(service.leads_or_follows(1, &Script::fails_at(1))), Err(Failure::Failed));
                caught(|| $run(service.leads_or_follows(1, &Script::panics_at(1))));
                assert_eq!(service.map.entries(), 1);
                drop(leader);
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn the_key_of_a_cancelled_leader_is_free() {
            within_deadline(|| {
                let (service, leads) = (Subject::default(), Script::uneventful());
                drop(suspended(service.leads_or_follows(1, &leads), 1));
                assert_eq!($run(service.leads_or_follows(1, &Script::uneventful())), Ok(1));
                assert_eq!(service.seen(), [1, 1]);
                assert_eq!(service.map.entries(), 0);
            });
        }
    };
}

grid! { followers over [asynchronous async_trait] and [unique_map mutex_hash_map rw_lock_btree_map] }
