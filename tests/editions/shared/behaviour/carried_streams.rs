//! Functions that return a stream: the entry goes with it until it ends.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    watchdog::within_deadline,
};
use futures_core::Stream;
use scoped_entry::scoped_entry;
use std::{
    ops::Range,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

/// Answers its numbers, with one wait before each, and panics at 7.
struct Numbers(Range<u64>, bool);

impl Stream for Numbers {
    type Item = Result<u64, u64>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.1 = !self.1;
        if self.1 {
            return Poll::Pending;
        }
        Poll::Ready(self.0.next().map(|number| match number {
            7 => deliberate(),
            number if number % 2 == 0 => Ok(number),
            number => Err(number),
        }))
    }
}

type Feed<'a> = Pin<Box<dyn Stream<Item = Result<u64, u64>> + Send + 'a>>;
type Feeds = Arc<UniqueMap<u64>>;

macro_rules! leave_if {
    ($condition:expr, $result:expr) => {
        if $condition {
            return $result;
        }
    };
}

#[scoped_entry(map = feeds, key = 1, occupied = std::process::abort())]
fn opaque(feeds: &UniqueMap<u64>, numbers: Range<u64>) -> impl Stream<Item = Result<u64, u64>> + Send + '_ {
    Numbers(numbers, false)
}

#[scoped_entry(map = *feeds, key = 1, occupied = return Numbers(0..0, false))]
fn opaque_or_empty(feeds: &UniqueMap<u64>, numbers: Range<u64>) -> impl Stream<Item = Result<u64, u64>> + Send + '_ {
    leave_if!(numbers.is_empty(), Numbers(numbers, true));
    Numbers(numbers, false)
}

#[scoped_entry(map = Arc::clone(feeds), key = 1, occupied = return Box::pin(Numbers(0..0, true)))]
fn boxed(feeds: &Feeds, numbers: Range<u64>) -> Pin<Box<dyn Stream<Item = Result<u64, u64>> + Send>> {
    Box::pin(Numbers(numbers, false))
}

#[scoped_entry(map = Arc::clone(feeds), key = 1, occupied = return Box::pin(Numbers(0..0, true)))]
fn boxed_early(feeds: &Feeds, numbers: Range<u64>) -> Pin<Box<dyn Stream<Item = Result<u64, u64>> + Send>> {
    leave_if!(!numbers.is_empty(), Box::pin(Numbers(numbers, false)));
    Box::pin(Numbers(0..0, true))
}

fn next(feed: &mut Feed<'_>) -> Option<Result<u64, u64>> {
    loop {
        if let Poll::Ready(item) = feed.as_mut().poll_next(&mut Context::from_waker(Waker::noop())) {
            return item;
        }
    }
}

type Call = for<'a> fn(&'a Feeds, Range<u64>) -> Feed<'a>;
const CALLS: [Call; 4] = [
    |feeds, numbers| Box::pin(opaque(feeds, numbers)),
    |feeds, numbers| Box::pin(opaque_or_empty(feeds, numbers)),
    |feeds, numbers| boxed(feeds, numbers),
    |feeds, numbers| boxed_early(feeds, numbers),
];

#[test]
fn a_stream_keeps_its_entry_until_it_has_ended() {
    within_deadline(|| {
        for call in CALLS {
            let feeds = Feeds::default();
            let mut feed = call(&feeds, 0..3);
            assert_eq!(feeds.len(), 1);
            for item in [Ok(0), Err(1), Ok(2)] {
                assert_eq!((next(&mut feed), feeds.len()), (Some(item), 1));
            }
            assert_eq!((next(&mut feed), feeds.len()), (None, 0));
        }
    });
}

#[test]
fn a_stream_that_is_dropped_or_panics_ends_its_entry() {
    within_deadline(|| {
        for call in CALLS {
            let feeds = Feeds::default();
            drop(call(&feeds, 0..3));
            assert_eq!(feeds.len(), 0);
            let mut feed = call(&feeds, 0..3);
            assert_eq!((next(&mut feed), feeds.len()), (Some(Ok(0)), 1));
            drop(feed);
            assert_eq!(feeds.len(), 0);
            let mut feed = call(&feeds, 7..9);
            caught(|| next(&mut feed));
            assert_eq!(feeds.len(), 0);
        }
    });
}

#[test]
fn a_refused_stream_has_no_entry() {
    within_deadline(|| {
        let feeds = Feeds::default();
        let _held = feeds.hold(1, ());
        for call in &CALLS[1..] {
            assert_eq!((next(&mut call(&feeds, 0..3)), feeds.len()), (None, 1));
        }
    });
}
