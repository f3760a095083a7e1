//! `#[async_trait]` methods with more arguments, more attributes, and without `Send`.

use crate::instruments::{Spans, assert_left, without_deadlock};
use async_trait::async_trait;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{
    cell::RefCell,
    collections::HashMap,
    rc::Rc,
    sync::{Arc, Mutex},
};
use tokio::task::yield_now;
use tracing::instrument;

thread_local! {
    /// How many entries there were whenever a span was entered.
    static ENTERED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
    static INFLIGHT: Rc<InflightMap<u64>> = Rc::default();
}

#[derive(Debug, Default)]
struct Service {
    inflight: InflightMap<u64>,
    unique: Arc<UniqueMap<u64, u64>>,
    bare: Mutex<HashMap<u64, u64>>,
    id: u64,
}

#[async_trait]
trait Handle {
    async fn inside(&self, id: u64) -> usize;
    async fn around(&self, pair: (u64, u64)) -> Result<usize, std::num::ParseIntError>;
    async fn around_unit(&mut self, id: u64);
    async fn both(&self, id: u64) -> usize;
    async fn occupied(&self, id: u64) -> Result<u64, u64>;
    async fn waits(&self, id: u64) -> u64;
    async fn named(&self, id: u64) -> [usize; 2];
    async fn tail(&self, id: u64) -> usize;
    async fn several(&self, id: u64) -> Vec<u64>;
}

#[async_trait]
impl Handle for Service {
    #[scoped_entry(map = self.inflight, key = self.id + id)]
    #[instrument(skip(self))]
    async fn inside(&self, id: u64) -> usize {
        yield_now().await;
        self.inflight.count(&(self.id + id))
    }

    #[instrument(skip_all, fields(id = self.id), err)]
    #[scoped_entry(map = self.inflight, key = id + self.id)]
    async fn around(&self, (id, other): (u64, u64)) -> Result<usize, std::num::ParseIntError> {
        yield_now().await;
        let one: usize = "1".parse()?;
        Ok(self.inflight.count(&(id + self.id)) + one + usize::from(other == 0))
    }

    #[instrument(skip(self), ret)]
    #[scoped_entry(map = self.inflight, key = id)]
    async fn around_unit(&mut self, id: u64) {
        self.id += id;
        yield_now().await;
        assert_eq!(self.inflight.count(&id), 1);
    }

    #[scoped_entry(map = self.inflight, key = id)]
    #[instrument(skip(self))]
    #[scoped_entry(map = self.inflight, key = id)]
    async fn both(&self, id: u64) -> usize {
        yield_now().await;
        self.inflight.count(&id)
    }

    #[scoped_entry(map = self.unique, key = id, value = self.id, occupied = |there| return Err(there + self.id))]
    async fn occupied(&self, id: u64) -> Result<u64, u64> {
        yield_now().await;
        self.occupied(id).await
    }

    #[scoped_entry(map = self.unique, key = id, occupied = { yield_now().await; return self.id })]
    async fn waits(&self, id: u64) -> u64 {
        yield_now().await;
        self.waits(id).await + 10
    }

    #[scoped_entry(map = Arc::clone(&self.unique), key = id, value = 0, occupied = return [9; 2], guard = entry)]
    async fn named(&self, id: u64) -> [usize; 2] {
        let before = self.unique.len();
        drop(entry);
        yield_now().await;
        [before, self.unique.len()]
    }

    #[scoped_entry(map = self.bare, key = id, value = self.id, occupied = return 0)]
    async fn tail(&self, id: u64) -> usize {
        yield_now().await;
        self.bare.lock().unwrap().len()
    }

    #[scoped_entry(map = self.inflight, key = id)]
    #[inline]
    #[scoped_entry(map = self.inflight, key = self.inflight.len() as u64 + 1)]
    #[scoped_entry(map = self.inflight, key = self.inflight.len() as u64 + 1)]
    async fn several(&self, id: u64) -> Vec<u64> {
        yield_now().await;
        self.inflight.snapshot().into_iter().map(|live| live.key).collect()
    }
}

fn note_entries() {
    let len = INFLIGHT.with(|inflight| inflight.len());
    ENTERED.with(|entered| entered.borrow_mut().push(len));
}

#[tokio::test]
async fn a_method_holds_its_entry_beside_a_span() {
    for with_spans in [false, true] {
        let spans = with_spans.then(|| Spans::made(|| ()));
        let mut service = Service { id: 1, ..Service::default() };
        assert_eq!((service.inside(7).await, service.around((7, 0)).await), (1, Ok(3)));
        service.around_unit(7).await;
        assert_eq!((service.id, service.both(7).await), (8, 2));
        drop(spans);
        assert_left(&service.inflight, 5);
    }
}

#[tokio::test]
async fn a_method_that_finds_its_key_taken_does_what_it_says() {
    let service = Service { id: 1, ..Service::default() };
    assert_eq!((service.occupied(7).await, service.waits(7).await), (Err(2), 11));
    assert_eq!(service.named(7).await, [1, 0]);
    assert!(service.unique.is_empty());
}

#[test]
fn temporaries_of_the_tail_drop_before_the_entry() {
    let service = Arc::new(Service::default());
    let called = Arc::clone(&service);
    assert_eq!(without_deadlock(async move { called.tail(7).await }), 1);
    assert!(service.bare.lock().unwrap().is_empty());
}

#[tokio::test]
async fn several_entries_are_made_in_the_order_of_their_attributes() {
    let service = Service::default();
    assert_eq!(service.several(7).await, [7, 2, 3]);
    assert_left(&service.inflight, 3);
}

#[async_trait(?Send)]
trait Local<T: Clone + Eq + 'static> {
    async fn inside(&self, item: T) -> (usize, Rc<T>);
    async fn around(&self) -> usize;
}

struct LocalService<T> {
    inflight: Rc<InflightMap<T>>,
}

#[async_trait(?Send)]
impl<T: Clone + Eq + 'static> Local<T> for LocalService<T> {
    #[scoped_entry(map = self.inflight, key = item)]
    async fn inside(&self, item: T) -> (usize, Rc<T>) {
        let item = Rc::new(item);
        yield_now().await;
        (self.inflight.count(&*item), item)
    }

    #[instrument(skip_all)]
    #[scoped_entry(map = INFLIGHT.with(Rc::clone), key = 1)]
    async fn around(&self) -> usize {
        yield_now().await;
        INFLIGHT.with(|inflight| inflight.len())
    }
}

#[tokio::test]
async fn futures_need_not_be_send_nor_types_concrete() {
    let service = LocalService { inflight: Rc::default() };
    assert_eq!(service.inside("a").await, (1, Rc::new("a")));
    assert_left(&service.inflight, 1);
}

#[tokio::test]
async fn the_entry_of_a_method_is_inside_the_span_of_its_call() {
    let service = LocalService::<u64> { inflight: Rc::default() };
    let spans = Spans::made(note_entries);
    assert_eq!(service.around().await, 1);
    drop(spans);
    assert!(ENTERED.with(RefCell::take).len() > 1);
    INFLIGHT.with(|inflight| assert_left(inflight, 1));
}
