//! A guard attached to a future: the entry ends with the future, and not with what holds it.

use super::{
    deliberate::caught,
    maps::*,
    noisy::Log,
    polling::{block_on, poll_once, suspended},
    script::Script,
    service::{Answer, Failure},
    watchdog::within_deadline,
};
use futures_core::FusedFuture;
use scoped_entry::{__private, scoped_entry};
use std::{
    future::{Future, poll_fn},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

type Map = Arc<InflightMap<u64>>;

/// Two pauses, at which the script acts.
async fn work(script: Script) -> Answer {
    script.pause().await?;
    script.pause().await
}

/// Not `async`: the entry is made by the call.
#[scoped_entry(map = Arc::clone(map), key = 1, guard = entry)]
fn handle(map: &Map, script: Script) -> impl Future<Output = Answer> {
    entry.attach(work(script))
}

#[test]
fn its_entry_begins_at_the_call_and_ends_when_the_future_completes() {
    within_deadline(|| {
        let map = Map::default();
        let mut handling = Box::pin(handle(&map, Script::uneventful()));
        assert_eq!(map.len(), 1, "before the first poll");
        for _ in 0..2 {
            assert!(poll_once(handling.as_mut()).is_pending());
            assert_eq!(map.len(), 1, "while it waits");
        }
        assert_eq!(poll_once(handling.as_mut()), Poll::Ready(Ok(2)));
        assert_eq!(map.len(), 0, "while the future is still held");
        drop(handling);
        assert_eq!(map.stats().exited, 1);
    });
}

#[test]
fn its_entry_has_ended_when_the_output_is_seen() {
    let map = Map::default();
    let outer = async {
        _ = handle(&map, Script::uneventful()).await;
        map.len()
    };
    assert_eq!(block_on(outer), 0);
}

#[test]
fn a_future_that_fails_ends_its_entry() {
    for point in 1..=2 {
        let map = Map::default();
        let mut handling = suspended(handle(&map, Script::fails_at(point)), point);
        assert_eq!(map.len(), 1);
        assert_eq!(poll_once(handling.as_mut()), Poll::Ready(Err(Failure::Failed)));
        assert_eq!(map.len(), 0);
    }
}

#[test]
fn a_poll_that_panics_ends_the_entry_though_the_future_is_kept() {
    for point in 1..=2 {
        let map = Map::default();
        let mut handling = suspended(handle(&map, Script::panics_at(point)), point);
        assert_eq!(map.len(), 1);
        caught(|| poll_once(handling.as_mut()));
        assert_eq!(map.len(), 0);
        assert_eq!(map.stats().exited_panicking, 1);
        drop(handling);
        assert_eq!(map.stats().exited, 1);
    }
}

#[test]
fn a_future_that_is_dropped_ends_its_entry() {
    for polls in 0..=2 {
        let map = Map::default();
        let handling = suspended(handle(&map, Script::uneventful()), polls);
        assert_eq!(map.len(), 1);
        drop(handling);
        assert_eq!(map.len(), 0, "after {polls} polls");
    }
}

#[test]
fn a_future_that_is_polled_after_its_end_answers_as_it_would_alone() {
    let map = Map::default();
    let mut polls = 0;
    let counting = poll_fn(|_| {
        polls += 1;
        Poll::Ready(polls)
    });
    let mut attached = Box::pin(map.enter_owned(1, ()).attach(counting));
    assert_eq!(poll_once(attached.as_mut()), Poll::Ready(1));
    assert_eq!(poll_once(attached.as_mut()), Poll::Ready(2));
    assert_eq!((map.len(), map.stats().exited), (0, 1));
}

#[test]
fn a_future_is_woken_as_it_would_be_alone() {
    let map = Map::default();
    let mut attached = Box::pin(map.enter(1, ()).attach(poll_fn(|context| {
        assert!(context.waker().will_wake(std::task::Waker::noop()));
        Poll::Ready(())
    })));
    assert!(poll_once(attached.as_mut()).is_ready());
}

#[test]
fn the_entries_of_nested_ones_end_from_the_inside_out() {
    let log = Log::default();
    let (outer, inner) = (InflightMap::new(), InflightMap::new());
    let nested = || {
        let outer = outer.enter(1, log.noisy("outer"));
        outer.attach(inner.enter(1, log.noisy("inner")).attach(work(Script::uneventful())))
    };
    assert_eq!(block_on(nested()), Ok(2));
    assert_eq!(log.lines(), ["inner", "outer"]);
    drop(suspended(nested(), 1));
    assert_eq!(log.lines(), ["inner", "outer", "inner", "outer"]);
}

#[test]
fn the_guard_that_has_no_name_is_attached_as_the_named_one_is() {
    let map = InflightMap::new();
    let attached = || {
        let guard = __private::Call.here().enter(&map, 1, ()).guard();
        __private::attach(guard, work(Script::uneventful()))
    };
    let mut handling = suspended(attached(), 2);
    assert_eq!(map.len(), 1);
    assert!(poll_once(handling.as_mut()).is_ready());
    assert_eq!(map.len(), 0);
    drop(suspended(attached(), 1));
    assert_eq!((map.len(), map.stats().entered), (0, 2));
}

#[test]
fn a_future_tells_whether_it_may_be_polled_again() {
    struct Once(bool);

    impl Future for Once {
        type Output = ();

        fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
            self.0 = true;
            Poll::Ready(())
        }
    }

    impl FusedFuture for Once {
        fn is_terminated(&self) -> bool {
            self.0
        }
    }

    let map = Map::default();
    let mut once = Box::pin(map.enter(1, ()).attach(Once(false)));
    assert!(!once.is_terminated());
    assert!(poll_once(once.as_mut()).is_ready());
    assert!(once.is_terminated());
}
