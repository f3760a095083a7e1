//! `#[async_trait]`: methods of traits and impls, whatever their receiver, their parameters and what they return.

use crate::instruments::{assert_left, poll_once};
use async_trait::async_trait;
use scoped_entry::{InflightMap, scoped_entry};
use std::{fmt::Debug, future::Future, num::ParseIntError, pin::Pin, sync::Arc};
use tokio::task::yield_now;

#[derive(Clone, Debug, Default)]
struct Service {
    inflight: Arc<InflightMap<(u64, String)>>,
    id: u64,
}

impl Service {
    fn count(&self, id: u64, name: &str) -> usize {
        self.inflight.count(&(id, name.to_owned()))
    }
}

struct Request {
    id: u64,
    path: (String, [u64; 2]),
}

fn request() -> Request {
    Request { id: 7, path: ("a".into(), [1, 2]) }
}

static STATIC: InflightMap<u64> = InflightMap::new();

#[async_trait]
trait Handle: Sync {
    const KIND: u64 = 5;

    fn inflight(&self) -> &InflightMap<(u64, String)>;

    #[scoped_entry(map = self.inflight(), key = (Self::KIND, format!("{}/{id}", self.inflight().len())))]
    async fn default_method(&self, id: u64) -> usize {
        yield_now().await;
        self.inflight().count(&(Self::KIND, format!("0/{id}")))
    }

    #[scoped_entry(map = STATIC, key = id)]
    async fn without_receiver(id: u64) -> usize
    where
        Self: Sized,
    {
        yield_now().await;
        STATIC.count(&id)
    }

    async fn by_reference(&self, id: u64) -> usize;
    async fn by_mutable_reference(&mut self, id: u64, more: &mut Vec<u64>) -> usize;
    async fn by_value(self, id: u64) -> (usize, u64);
    async fn by_arc(self: Arc<Self>, id: u64) -> usize;
    async fn by_box(self: Box<Self>, id: u64) -> usize;
    async fn destructured(&self, request: Request, pair: (u64, u64), last: &[u64; 3]) -> (usize, String, u64);
    async fn generic<K: Into<u64> + Send + Copy, T: Debug + Sync>(&self, key: K, shown: &T) -> (usize, String);
    async fn borrowed<'a>(&'a self, name: &'a str, other: &str) -> (usize, &'a str);
    async fn unit(&self, seen: &mut usize);
    async fn asks(&self, text: &str) -> Result<u64, ParseIntError>;
    async fn one_line(&self) -> usize;
    async fn in_closures(&self) -> usize;
    async fn unnamed(&self, id: u64) -> impl Debug + 'static;
    async fn unnamed_in_others(&self, id: u64) -> Result<(usize, impl Debug + 'static), ParseIntError>;
}

#[async_trait]
impl Handle for Service {
    fn inflight(&self) -> &InflightMap<(u64, String)> {
        &self.inflight
    }

    #[scoped_entry(map = self.inflight, key = (self.id + id, format!("{}-{}", self.id, id)))]
    async fn by_reference(&self, id: u64) -> usize {
        yield_now().await;
        self.count(8, "1-7")
    }

    #[scoped_entry(map = Arc::clone(&self.inflight), key = (id, "mutable"))]
    async fn by_mutable_reference(&mut self, id: u64, more: &mut Vec<u64>) -> usize {
        self.id += 1;
        more.push(self.id);
        yield_now().await;
        let service = self;
        service.count(id, "mutable")
    }

    #[scoped_entry(map = self.inflight, key = (id, "value"))]
    async fn by_value(mut self, mut id: u64) -> (usize, u64) {
        let seen = self.count(id, "value");
        self.id += 1;
        id += self.id;
        yield_now().await;
        (seen, id)
    }

    #[scoped_entry(map = Arc::clone(&self.inflight), key = (id, "arc"))]
    async fn by_arc(self: Arc<Self>, id: u64) -> usize {
        let service = self;
        yield_now().await;
        service.count(id, "arc")
    }

    #[scoped_entry(map = self.inflight, key = (id, "box"))]
    async fn by_box(self: Box<Self>, id: u64) -> usize {
        yield_now().await;
        self.count(id, "box")
    }

    #[scoped_entry(map = self.inflight, key = (id + first + a + last, path))]
    async fn destructured(
        &self,
        Request { id, path: (path, [first, _]) }: Request,
        (a, _): (u64, u64),
        &[.., last]: &[u64; 3],
    ) -> (usize, String, u64) {
        yield_now().await;
        (self.count(7 + 1 + a + last, &path), path, first)
    }

    #[scoped_entry(map = self.inflight, key = (key.into(), format!("{shown:?}")))]
    async fn generic<K: Into<u64> + Send + Copy, T: Debug + Sync>(&self, key: K, shown: &T) -> (usize, String) {
        yield_now().await;
        let shown = format!("{shown:?}");
        (self.count(key.into(), &shown), shown)
    }

    #[scoped_entry(map = self.inflight, key = (self.id, name))]
    async fn borrowed<'a>(&'a self, name: &'a str, other: &str) -> (usize, &'a str) {
        yield_now().await;
        (self.count(self.id, name) + other.len(), name)
    }

    #[scoped_entry(map = self.inflight, key = (self.id, "unit"))]
    async fn unit(&self, seen: &mut usize) {
        yield_now().await;
        *seen = self.count(self.id, "unit");
    }

    #[scoped_entry(map = self.inflight, key = (text.parse::<u64>()?, "asks"))]
    async fn asks(&self, text: &str) -> Result<u64, ParseIntError> {
        yield_now().await;
        if self.inflight.is_empty() {
            return Ok(0);
        }
        let parsed: u64 = text.trim_start_matches('0').parse()?;
        Ok(parsed + self.inflight.len() as u64)
    }

    #[scoped_entry(map = self.inflight, key = (self.id, "one line"))]
    async fn one_line(&self) -> usize {
        self.count(self.id, "one line")
    }

    #[scoped_entry(map = self.inflight, key = ((|| self.id)(), [self].map(|this| this.id.to_string()).concat()))]
    #[expect(clippy::redundant_closure_call, reason = "the receiver in a closure is the point")]
    async fn in_closures(&self) -> usize {
        #![expect(unused_variables, reason = "an inner attribute is the point")]
        let unused = 0;
        yield_now().await;
        self.count(self.id, &self.id.to_string())
    }

    #[scoped_entry(map = self.inflight, key = (id, "unnamed"))]
    async fn unnamed(&self, id: u64) -> impl Debug + 'static {
        yield_now().await;
        self.count(id, "unnamed")
    }

    #[scoped_entry(map = self.inflight, key = (id, "others"))]
    async fn unnamed_in_others(&self, id: u64) -> Result<(usize, impl Debug + 'static), ParseIntError> {
        yield_now().await;
        Ok(("1".parse()?, self.count(id, "others")))
    }
}

#[tokio::test]
async fn methods_hold_an_entry_whatever_their_receiver() {
    let mut service = Service { id: 1, ..Service::default() };
    let mut more = vec![];
    assert_eq!((service.by_reference(7).await, service.by_mutable_reference(7, &mut more).await), (1, 1));
    assert_eq!((more, service.clone().by_value(7).await), (vec![2], (1, 7 + 3)));
    assert_eq!((Arc::new(service.clone()).by_arc(7).await, Box::new(service.clone()).by_box(7).await), (1, 1));
    assert_left(&service.inflight, 5);
}

#[tokio::test]
async fn methods_hold_an_entry_whatever_their_parameters() {
    let service = Service::default();
    assert_eq!(service.destructured(request(), (10, 0), &[0, 0, 100]).await, (1, "a".into(), 1));
    assert_eq!(service.generic(7_u8, &Some(1)).await, (1, "Some(1)".into()));
    let name = String::from("name");
    let (seen, same) = service.borrowed(&name, "").await;
    assert_eq!((seen, same), (1, "name"));
    assert_left(&service.inflight, 3);
}

#[tokio::test]
async fn methods_hold_an_entry_whatever_they_return() {
    let service = Service::default();
    let mut seen = 0;
    service.unit(&mut seen).await;
    assert_eq!((seen, service.one_line().await, service.in_closures().await), (1, 1, 1));
    assert_eq!(service.asks("7").await, Ok(8));
    assert!(service.asks("x").await.is_err() && service.asks("0").await.is_err());
    let (unnamed, others) = (service.unnamed(7).await, service.unnamed_in_others(7).await);
    assert_eq!((format!("{unnamed:?}"), format!("{others:?}")), ("1".into(), "Ok((1, 1))".into()));
    assert_left(&service.inflight, 7);
}

#[tokio::test]
async fn default_methods_and_those_without_receiver_hold_an_entry() {
    let service = Service::default();
    assert_eq!((service.default_method(7).await, Service::without_receiver(7).await), (1, 1));
    assert_left(&service.inflight, 1);
    assert_left(&STATIC, 1);
}

#[test]
fn a_method_enters_at_its_first_poll_and_leaves_when_it_is_dropped() {
    let service = Service::default();
    let mut future = service.by_reference(7);
    assert!(service.inflight.is_empty());
    assert!(poll_once(future.as_mut()).is_pending());
    assert_eq!(service.inflight.len(), 1);
    drop(future);
    drop(service.by_reference(7));
    drop(service.clone().by_value(7));
    assert_left(&service.inflight, 1);
}

/// The same method as one that `#[async_trait]` would make, written by hand.
struct ByHand(Service);

#[async_trait]
trait Answer {
    async fn answer(&self, id: u64) -> usize;
}

impl Answer for ByHand {
    #[scoped_entry(map = self.0.inflight, key = (id, "by hand"))]
    fn answer<'life0, 'async_trait>(&'life0 self, id: u64) -> Pin<Box<dyn Future<Output = usize> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move {
            yield_now().await;
            self.0.count(id, "by hand")
        })
    }
}

#[tokio::test]
async fn a_method_that_is_written_by_hand_enters_when_it_is_called() {
    let by_hand = ByHand(Service::default());
    let answer = by_hand.answer(7);
    assert_eq!(by_hand.0.inflight.len(), 1);
    assert_eq!(answer.await, 1);
    assert_left(&by_hand.0.inflight, 1);
}
