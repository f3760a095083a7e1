//! `#[tracing::instrument]`: the entry is inside the span above it, and around it below.

use crate::instruments::{Spans, assert_left, poll_once};
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{
    cell::RefCell,
    num::ParseIntError,
    pin::pin,
    sync::{Arc, LazyLock},
};
use tokio::task::yield_now;
use tracing::{Span, instrument};

thread_local! {
    /// How many entries there were whenever a span was entered.
    static ENTERED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

static CALLS: InflightMap<u64> = InflightMap::new();

/// Of the calls of this test alone: its keys are those from `from` on, less than 100 of them.
fn note_entries_of<const FROM: u64>() {
    let keys = CALLS.snapshot().into_iter().map(|live| live.key);
    let len = keys.filter(|key| (FROM..FROM + 100).contains(key)).count();
    ENTERED.with(|entered| entered.borrow_mut().push(len));
}

fn entered() -> Vec<usize> {
    ENTERED.with(RefCell::take)
}

#[scoped_entry(map = CALLS, key = id)]
#[instrument]
fn inside(id: u64, text: &str) -> Result<usize, ParseIntError> {
    assert!(!Span::current().is_disabled() || CALLS.count(&id) == 1);
    let parsed: usize = text.parse()?;
    Ok(parsed + CALLS.count(&id))
}

#[instrument(skip_all, fields(id, len = text.len()), err, ret)]
#[scoped_entry(map = CALLS, key = id)]
fn around(id: u64, text: &str) -> Result<usize, ParseIntError> {
    let parsed: usize = text.parse()?;
    Ok(parsed + CALLS.count(&id))
}

#[test]
fn a_function_holds_its_entry_inside_or_around_the_span() {
    assert_eq!((inside(100, "1"), around(100, "1")), (Ok(2), Ok(2)));
    let spans = Spans::made(note_entries_of::<100>);
    assert_eq!((inside(100, "1"), entered()), (Ok(2), vec![0]));
    assert_eq!((around(100, "1"), entered()[0]), (Ok(2), 1));
    assert!(inside(100, "x").is_err() && around(100, "x").is_err());
    drop(spans);
    assert!(!CALLS.contains_key(&100));
}

#[scoped_entry(map = CALLS, key = id)]
#[instrument(level = "debug", name = "other", ret)]
async fn inside_later(id: u64, text: String) -> Result<usize, ParseIntError> {
    yield_now().await;
    let parsed: usize = text.parse()?;
    Ok(parsed + CALLS.count(&id))
}

#[instrument(skip(text), err(Debug))]
#[scoped_entry(map = CALLS, key = id)]
async fn around_later(id: u64, text: String) -> Result<usize, ParseIntError> {
    yield_now().await;
    let parsed: usize = text.parse()?;
    Ok(parsed + CALLS.count(&id))
}

#[tokio::test]
async fn an_async_function_holds_its_entry_inside_or_around_the_span() {
    let text = || String::from("1");
    assert_eq!((inside_later(200, text()).await, around_later(200, text()).await), (Ok(2), Ok(2)));
    let spans = Spans::made(note_entries_of::<200>);
    assert_eq!((inside_later(200, text()).await, entered()[0]), (Ok(2), 0));
    assert_eq!((around_later(200, text()).await, entered()[0]), (Ok(2), 1));
    drop(spans);
    assert!(!CALLS.contains_key(&200));
}

#[tokio::test]
async fn an_instrumented_future_enters_when_it_is_polled_and_leaves_when_it_is_dropped() {
    for future in [&mut pin!(inside_later(300, String::new())) as &mut _, &mut pin!(inside_later(301, String::new()))] {
        assert!(poll_once(future.as_mut()).is_pending());
    }
    drop((inside_later(302, String::new()), around_later(302, String::new())));
    assert!((300..303).all(|key| !CALLS.contains_key(&key)));
}

#[derive(Debug, Default)]
struct Service {
    inflight: Arc<InflightMap<u64>>,
    unique: UniqueMap<u64>,
    handled: u64,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id)]
    #[instrument(skip(self))]
    async fn inside(&mut self, id: u64) -> usize {
        self.handled += 1;
        yield_now().await;
        self.inflight.count(&id)
    }

    #[instrument(skip_all)]
    #[scoped_entry(map = Arc::clone(&self.inflight), key = id)]
    async fn around(&mut self, id: u64) -> usize {
        self.handled += 1;
        yield_now().await;
        self.inflight.count(&id)
    }

    #[instrument(skip_all)]
    #[scoped_entry(map = self.inflight, key = id)]
    fn around_at_once(&mut self, id: u64) -> usize {
        self.handled += 1;
        self.inflight.count(&id)
    }

    #[instrument(ret)]
    #[scoped_entry(map = Arc::clone(&self.inflight), key = self.handled)]
    async fn by_value(self, id: u64) -> usize {
        yield_now().await;
        self.inflight.count(&self.handled) + usize::from(id == 7)
    }

    #[scoped_entry(map = self.unique, key = id, occupied = return Err(self.handled))]
    #[instrument(err(Debug), skip_all)]
    #[scoped_entry(map = self.unique, key = id + 1, occupied = return Err(0))]
    async fn both(&self, id: u64) -> Result<usize, u64> {
        yield_now().await;
        Ok(self.unique.len())
    }
}

#[tokio::test]
async fn methods_hold_their_entries_inside_and_around_the_span() {
    let spans = Spans::made(|| ());
    let mut service = Service::default();
    assert_eq!((service.inside(7).await, service.around(7).await, service.around_at_once(7)), (1, 1, 1));
    assert_eq!(service.both(7).await, Ok(2));
    let guard = service.unique.try_enter(7, ());
    assert_eq!(service.both(7).await, Err(3));
    drop(guard);
    let inflight = Arc::clone(&service.inflight);
    assert_eq!(service.by_value(7).await, 2);
    drop(spans);
    assert_left(&inflight, 4);
}

#[test]
fn closures_and_references_are_still_returned() {
    static NAMED: LazyLock<InflightMap<String>> = LazyLock::new(InflightMap::new);

    #[scoped_entry(map = NAMED, key = prefix)]
    #[instrument]
    fn closure(prefix: &'static str) -> impl Fn(&str) -> String {
        let seen = NAMED.len();
        move |text| format!("{prefix}{text}{seen}")
    }

    #[instrument]
    #[scoped_entry(map = NAMED, key = text)]
    fn reference<'a>(text: &'a str, other: &str) -> &'a str {
        assert_eq!(NAMED.count(text), 1 + usize::from(text == other));
        text.trim()
    }

    let _spans = Spans::made(|| ());
    assert_eq!((closure("a")("b").as_str(), reference(" c", "")), ("ab1", "c"));
    assert_left(&NAMED, 2);
}
