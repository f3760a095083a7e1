//! A guard attached to an HTTP body: the entry ends with its last frame, which may be the trailers.

use super::{deliberate::caught, maps::*};
use http_body::{Body, Frame, SizeHint};
use scoped_entry::{Attached, EntryGuard, scoped_entry};
use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

type Map = Arc<InflightMap<u64>>;
type Answer = Poll<Option<Result<Frame<&'static [u8]>, &'static str>>>;

const PENDING: fn() -> Answer = || Poll::Pending;
const DATA: fn() -> Answer = || Poll::Ready(Some(Ok(Frame::data(b"data"))));
const TRAILERS: fn() -> Answer = || {
    let trailers = [("digest".parse().unwrap(), "7".parse().unwrap())];
    Poll::Ready(Some(Ok(Frame::trailers(trailers.into_iter().collect()))))
};
const ERROR: fn() -> Answer = || Poll::Ready(Some(Err("torn")));
const END: fn() -> Answer = || Poll::Ready(None);
const PANIC: fn() -> Answer = super::deliberate::deliberate;

/// Answers what it is told, one by one.
struct Told {
    answers: Vec<fn() -> Answer>,
    /// Whether it says so when the last one is gone.
    tells_its_end: bool,
}

impl Body for Told {
    type Data = &'static [u8];
    type Error = &'static str;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Answer {
        self.answers.remove(0)()
    }

    fn is_end_stream(&self) -> bool {
        self.tells_its_end && self.answers.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(4 * self.answers.len() as u64)
    }
}

type Download = Attached<EntryGuard<Map>, Told>;

#[scoped_entry(map = Arc::clone(map), key = 1, guard = entry)]
fn download(map: &Map, answers: &[fn() -> Answer], tells_its_end: bool) -> Download {
    entry.attach(Told { answers: answers.to_vec(), tells_its_end })
}

/// What was answered, shown, and how many entries there are then.
fn poll(map: &Map, body: &mut Download) -> (String, usize) {
    let answer = Pin::new(body).poll_frame(&mut Context::from_waker(Waker::noop()));
    let shown = match answer {
        Poll::Pending => "pending".to_owned(),
        Poll::Ready(None) => "end".to_owned(),
        Poll::Ready(Some(Err(error))) => error.to_owned(),
        Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
            Ok(data) => String::from_utf8_lossy(data).into_owned(),
            Err(frame) => format!("{:?}", frame.into_trailers().unwrap()),
        },
    };
    (shown, map.len())
}

#[test]
fn its_entry_lasts_through_data_and_trailers_and_ends_with_none() {
    let map = Map::default();
    let mut body = download(&map, &[DATA, PENDING, DATA, TRAILERS, END], false);
    for expected in ["data", "pending", "data", r#"{"digest": "7"}"#] {
        assert_eq!(poll(&map, &mut body), (expected.to_owned(), 1));
    }
    assert_eq!(poll(&map, &mut body), ("end".to_owned(), 0));
}

#[test]
fn its_entry_ends_with_the_last_frame_if_the_body_tells_that_it_is_the_last() {
    for last in [DATA, TRAILERS, ERROR] {
        let map = Map::default();
        let mut body = download(&map, &[DATA, PENDING, last], true);
        assert_eq!(poll(&map, &mut body).1, 1);
        assert_eq!(poll(&map, &mut body).1, 1);
        assert!(!body.is_end_stream());
        assert_eq!(poll(&map, &mut body).1, 0, "nobody polls a body that is at its end");
        assert!(body.is_end_stream());
    }
}

#[test]
fn a_body_that_is_at_its_end_from_the_start_ends_its_entry_when_it_is_dropped() {
    let map = Map::default();
    let body = download(&map, &[], true);
    assert!(body.is_end_stream());
    assert_eq!(map.len(), 1);
    drop(body);
    assert_eq!(map.len(), 0);
}

#[test]
fn an_error_is_passed_on_and_ends_the_entry_only_with_the_body() {
    let map = Map::default();
    let mut body = download(&map, &[DATA, ERROR, END], false);
    assert_eq!(poll(&map, &mut body), ("data".to_owned(), 1));
    assert_eq!(poll(&map, &mut body), ("torn".to_owned(), 1));
    drop(body);
    assert_eq!(map.len(), 0);
}

#[test]
fn a_poll_that_panics_ends_the_entry_though_the_body_is_kept() {
    let map = Map::default();
    let mut body = download(&map, &[DATA, PANIC], false);
    assert_eq!(poll(&map, &mut body).1, 1);
    caught(|| poll(&map, &mut body));
    assert_eq!((map.len(), map.stats().exited_panicking), (0, 1));
}

#[test]
fn a_body_that_is_dropped_ends_its_entry() {
    for polls in 0..2 {
        let map = Map::default();
        let mut body = download(&map, &[DATA, DATA, END], false);
        for _ in 0..polls {
            assert_eq!(poll(&map, &mut body).1, 1);
        }
        drop(body);
        assert_eq!(map.len(), 0);
    }
}

#[test]
fn a_body_tells_its_size() {
    let map = Map::default();
    let mut body = download(&map, &[DATA, DATA], false);
    assert_eq!(body.size_hint().exact(), Some(8));
    assert_eq!(poll(&map, &mut body).1, 1);
    assert_eq!(body.size_hint().exact(), Some(4));
}
