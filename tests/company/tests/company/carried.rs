//! Lazy results that carry their entry, in the hands of others: tasks, `select!`, and `#[instrument]` around them.

use crate::instruments::{Spans, assert_left};
use scoped_entry::{InflightMap, enter, scoped_entry};
use std::{
    cell::RefCell,
    future::{Future, pending, ready},
    pin::Pin,
    sync::Arc,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError},
    task::yield_now,
};
use tracing::instrument;

#[derive(Default)]
struct App {
    inflight: Arc<InflightMap<u64>>,
}

impl App {
    #[scoped_entry(map = Arc::clone(&self.inflight), key = id)]
    fn fetch(&self, id: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
        tracing::debug!(id, "a macro that might return");
        Box::pin(async move {
            yield_now().await;
            id
        })
    }

    #[scoped_entry(map = Arc::clone(&self.inflight), key = id)]
    fn hangs(&self, id: u64) -> impl Future<Output = u64> + Send + use<> {
        _ = id;
        pending()
    }
}

#[tokio::test]
async fn a_task_keeps_the_entry_until_it_ends_or_is_aborted() {
    let app = App::default();
    let task = tokio::spawn(app.fetch(1));
    assert_eq!(app.inflight.len(), 1, "from the call on");
    assert_eq!(task.await.unwrap(), 1);
    assert!(app.inflight.is_empty());
    let task = tokio::spawn(app.hangs(2));
    yield_now().await;
    assert_eq!(app.inflight.len(), 1);
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert_left(&app.inflight, 2);
}

#[tokio::test]
async fn the_loser_of_a_select_leaves() {
    let app = App::default();
    let winner = tokio::select! {
        id = app.hangs(1) => id,
        id = app.fetch(2) => id,
    };
    assert_eq!(winner, 2);
    assert_left(&app.inflight, 2);
}

thread_local! {
    /// How many entries there were whenever a span was entered.
    static ENTERED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

static TRACED: InflightMap<u64> = InflightMap::new();

#[instrument]
#[scoped_entry(map = TRACED, key = id)]
fn below(id: u64) -> Pin<Box<dyn Future<Output = usize> + Send>> {
    Box::pin(async move {
        yield_now().await;
        TRACED.count(&id)
    })
}

#[scoped_entry(map = TRACED, key = id)]
#[instrument]
fn above(id: u64) -> impl Future<Output = usize> + Send {
    ready(TRACED.count(&id))
}

/// Above ours, it knows the literal block, and goes into it. Below, it finds what ours has made, and spans the call alone.
#[tokio::test]
async fn instrument_spans_the_future_from_above_and_the_call_from_below() {
    let entered = || ENTERED.with(RefCell::take);
    let spans = Spans::made(|| ENTERED.with(|entered| entered.borrow_mut().push(TRACED.len())));
    let future = below(1);
    assert_eq!((TRACED.len(), entered()), (1, vec![]));
    assert_eq!(future.await, 1);
    assert!(!ENTERED.with(|entered| entered.borrow().is_empty()));
    assert!(entered().into_iter().all(|entries| entries == 1));
    let future = above(2);
    assert_eq!((TRACED.len(), entered()), (1, vec![0]));
    assert_eq!((future.await, entered()), (1, vec![]));
    drop(spans);
    assert_left(&TRACED, 2);
}

/// A permit of tokio's, held like an entry.
struct Limited {
    permits: Arc<Semaphore>,
    inflight: InflightMap<u64>,
}

impl Limited {
    #[scoped_entry(hold = self.permits.acquire().await.map_err(drop)?)]
    #[scoped_entry(map = self.inflight, key = id)]
    async fn waits(&self, id: u64) -> Result<usize, ()> {
        yield_now().await;
        assert!(self.inflight.contains_key(&id));
        Ok(self.permits.available_permits())
    }

    #[scoped_entry(hold = Arc::clone(&self.permits).try_acquire_owned()?, guard = permit)]
    fn hands_on(&self) -> Result<OwnedSemaphorePermit, TryAcquireError> {
        Ok(permit)
    }

    #[scoped_entry(hold = Arc::clone(&self.permits).try_acquire_owned().expect("there are enough"))]
    fn later(&self) -> impl Future<Output = usize> + use<'_> {
        let permits = &self.permits;
        async move {
            yield_now().await;
            permits.available_permits()
        }
    }

    async fn in_a_block(&self) -> usize {
        {
            enter!(hold = self.permits.acquire().await.expect("nobody closes it"));
            yield_now().await;
        }
        self.permits.available_permits()
    }
}

#[tokio::test]
async fn a_permit_is_held_as_an_entry_is() {
    let limited = Limited { permits: Arc::new(Semaphore::new(2)), inflight: InflightMap::new() };
    assert_eq!(limited.waits(1).await, Ok(1));
    let permit = limited.hands_on().unwrap();
    assert_eq!(limited.waits(1).await, Ok(0));
    let future = limited.later();
    assert_eq!(limited.permits.available_permits(), 0);
    assert!(limited.hands_on().is_err());
    assert_eq!(future.await, 0);
    drop(permit);
    assert_eq!(limited.in_a_block().await, 2);
    assert_left(&limited.inflight, 2);
}
