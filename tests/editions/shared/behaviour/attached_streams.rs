//! A guard attached to a stream: the entry ends with the stream's last answer, which is `None`.

use super::{deliberate::caught, maps::*, watchdog::within_deadline};
use futures_core::{FusedStream, Stream};
use scoped_entry::{Attached, EntryGuard, scoped_entry};
use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

type Map = Arc<InflightMap<u64>>;

/// Answers what it is told, one by one, and after that `None` for ever.
struct Told(Vec<fn() -> Answer>);

type Answer = Poll<Option<Result<u8, &'static str>>>;

const PENDING: fn() -> Answer = || Poll::Pending;
const ITEM: fn() -> Answer = || Poll::Ready(Some(Ok(7)));
const ERROR: fn() -> Answer = || Poll::Ready(Some(Err("torn")));
const END: fn() -> Answer = || Poll::Ready(None);
const PANIC: fn() -> Answer = super::deliberate::deliberate;

impl Stream for Told {
    type Item = Result<u8, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Answer {
        if self.0.is_empty() { Poll::Ready(None) } else { self.0.remove(0)() }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0.len(), Some(9))
    }
}

impl FusedStream for Told {
    fn is_terminated(&self) -> bool {
        self.0.is_empty()
    }
}

type Events = Attached<EntryGuard<Map>, Told>;

#[scoped_entry(map = Arc::clone(map), key = 1, guard = entry)]
fn events(map: &Map, told: &[fn() -> Answer]) -> Events {
    entry.attach(Told(told.to_vec()))
}

fn poll(events: &mut Events) -> Answer {
    Pin::new(events).poll_next(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn its_entry_lasts_through_items_errors_and_waiting_and_ends_with_none() {
    within_deadline(|| {
        let map = Map::default();
        let mut events = events(&map, &[ITEM, PENDING, ERROR, ITEM, PENDING, END]);
        for expected in [ITEM, PENDING, ERROR, ITEM, PENDING] {
            assert_eq!(poll(&mut events), expected());
            assert_eq!(map.len(), 1);
        }
        assert_eq!(poll(&mut events), Poll::Ready(None));
        assert_eq!(map.len(), 0, "while the stream is still held");
    });
}

#[test]
fn a_stream_that_is_polled_after_its_end_answers_as_it_would_alone() {
    let map = Map::default();
    let mut events = events(&map, &[END, ITEM, END]);
    assert_eq!(poll(&mut events), END());
    assert_eq!(map.len(), 0);
    assert_eq!(poll(&mut events), ITEM());
    assert_eq!(poll(&mut events), END());
    assert_eq!((map.len(), map.stats().exited), (0, 1));
}

#[test]
fn a_poll_that_panics_ends_the_entry_though_the_stream_is_kept() {
    let map = Map::default();
    let mut events = events(&map, &[ITEM, PANIC, ITEM]);
    assert_eq!(poll(&mut events), ITEM());
    caught(|| poll(&mut events));
    assert_eq!((map.len(), map.stats().exited_panicking), (0, 1));
    assert_eq!(poll(&mut events), ITEM(), "the stream goes on, without an entry");
}

#[test]
fn a_stream_that_is_dropped_ends_its_entry() {
    for polls in 0..3 {
        let map = Map::default();
        let mut events = events(&map, &[ITEM, PENDING, ITEM]);
        for _ in 0..polls {
            _ = poll(&mut events);
        }
        assert_eq!(map.len(), 1);
        drop(events);
        assert_eq!(map.len(), 0, "after {polls} polls");
    }
}

#[test]
fn a_stream_tells_its_size_and_whether_it_has_ended() {
    let map = Map::default();
    let mut events = events(&map, &[ITEM]);
    assert_eq!((Stream::size_hint(&events), events.is_terminated()), ((1, Some(9)), false));
    _ = poll(&mut events);
    assert_eq!((Stream::size_hint(&events), events.is_terminated()), ((0, Some(9)), true));
    assert_eq!(map.len(), 1, "nobody has asked it for what comes after its last item");
}
