//! A future that is cancelled, fails, panics or changes threads at any of its await points.

use super::{
    deliberate::{attempt, caught, deliberate},
    maps::*,
    polling::{block_on, poll_once, suspended},
    script::Script,
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::{task::Poll, thread};

/// The await points of the body below, and what they add up to.
const POINTS: usize = 7;
const SUM: usize = 1 + 2 + 3 + 4 + 5 + 6 + 7;

macro_rules! await_points {
    (
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        type Subject = Service<$map<u64, ()>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn waits(&self, id: u64, script: &Script) -> Answer;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn waits(&self, id: u64, script: &Script) -> Answer {
                let mut sum = script.pause().await?;
                {
                    let _local = self.looks_when_dropped();
                    sum += script.pause().await?;
                }
                for _ in 0..2 {
                    sum += script.pause().await?;
                }
                match script.pause().await {
                    Ok(point) => sum += point + Box::pin(script.pause()).await?,
                    Err(failure) => return Err(failure),
                }
                script.pause().await.map(|point| sum + point)
            }
        }

        #[test]
        fn the_entry_is_there_at_every_await_point() {
            within_deadline(|| {
                let (service, script) = (Subject::default(), Script::uneventful());
                let mut future = Box::pin(service.waits(1, &script));
                for point in 1..=POINTS {
                    assert!(poll_once(future.as_mut()).is_pending(), "await point {point}");
                    assert_eq!(service.map.entries(), 1, "await point {point}");
                }
                assert_eq!(poll_once(future.as_mut()), Poll::Ready(Ok(SUM)));
                service.assert_entered_and_left();
            });
        }

        #[test]
        fn a_cancelled_future_removes_its_entry() {
            within_deadline(|| {
                let service = Subject::default();
                for point in 1..=POINTS {
                    let script = Script::uneventful();
                    let future = suspended(service.waits(1, &script), point);
                    assert_eq!(service.map.entries(), 1, "suspended at await point {point}");
                    drop(future);
                    assert_eq!(service.map.entries(), 0, "cancelled at await point {point}");
                }
                assert_eq!($run(service.waits(1, &Script::uneventful())), Ok(SUM));
            });
        }

        #[test]
        fn a_future_that_is_cancelled_on_another_thread_removes_its_entry() {
            within_deadline(|| {
                let service = Subject::default();
                for point in 1..=POINTS {
                    let script = Script::uneventful();
                    let future = suspended(service.waits(1, &script), point);
                    thread::scope(|scope| scope.spawn(move || drop(future)).join()).expect("dropping does not panic");
                    assert_eq!(service.map.entries(), 0, "cancelled at await point {point}");
                }
            });
        }

        #[test]
        fn a_future_that_changes_threads_at_an_await_point_removes_its_entry() {
            within_deadline(|| {
                let service = Subject::default();
                for point in 1..=POINTS {
                    let script = Script::uneventful();
                    let future = suspended(service.waits(1, &script), point);
                    let answer = thread::scope(|scope| scope.spawn(move || $run(future)).join());
                    assert_eq!(answer.expect("the future completes"), Ok(SUM));
                    service.assert_entered_and_left();
                }
            });
        }

        #[test]
        fn a_future_that_fails_at_an_await_point_removes_its_entry() {
            within_deadline(|| {
                let service = Subject::default();
                for point in 1..=POINTS {
                    let script = Script::fails_at(point);
                    let mut future = suspended(service.waits(1, &script), point);
                    assert_eq!(service.map.entries(), 1, "suspended at await point {point}");
                    assert_eq!(poll_once(future.as_mut()), Poll::Ready(Err(Failure::Failed)), "await point {point}");
                    assert_eq!(service.map.entries(), 0, "failed at await point {point}");
                }
            });
        }

        #[test]
        fn a_future_that_panics_at_an_await_point_has_left_before_it_is_dropped() {
            within_deadline(|| {
                let service = Subject::default();
                for point in 1..=POINTS {
                    let script = Script::panics_at(point);
                    let mut future = suspended(service.waits(1, &script), point);
                    assert_eq!(service.map.entries(), 1, "suspended at await point {point}");
                    caught(|| poll_once(future.as_mut()));
                    assert_eq!(service.map.entries(), 0, "panicked at await point {point}");
                    drop(future);
                    assert_eq!(service.map.entries(), 0, "dropped after the panic at await point {point}");
                }
            });
        }

        #[test]
        fn a_future_that_somebody_elses_panic_drops_removes_its_entry() {
            within_deadline(|| {
                let service = Subject::default();
                for point in 1..=POINTS {
                    let script = Script::uneventful();
                    let task = attempt(|| {
                        let _future = suspended(service.waits(1, &script), point);
                        assert_eq!(service.map.entries(), 1, "suspended at await point {point}");
                        deliberate::<()>();
                    });
                    assert_eq!(task, None);
                    assert_eq!(service.map.entries(), 0, "dropped at await point {point}");
                }
            });
        }
    };
}

grid! {
    await_points over [asynchronous async_trait] and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}
