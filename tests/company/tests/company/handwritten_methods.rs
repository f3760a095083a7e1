//! Methods of `#[async_trait]` traits that are written by hand, with the lifetime that the attribute would give them.

use crate::instruments::{assert_left, poll_once};
use async_trait::async_trait;
use scoped_entry::{InflightMap, scoped_entry};
use std::{future::Future, pin::Pin};
use tokio::task::yield_now;
use tracing::instrument;

static CALLS: InflightMap<u64> = InflightMap::new();

#[async_trait]
trait Handle {
    async fn block_at_the_end();
    async fn block_before_the_future(&self, id: u64);
    async fn block_inside(&self, id: u64);
    async fn traced(&self, id: u64);
    async fn made_by_the_attribute();
}

#[derive(Default)]
struct Service {
    inflight: InflightMap<u64>,
}

type Unit<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

impl Handle for Service {
    // Without parameters, this is what `#[async_trait]` makes, token by token.
    #[scoped_entry(map = CALLS, key = 1)]
    fn block_at_the_end<'async_trait>() -> Pin<Box<dyn Future<Output = ()> + Send + 'async_trait>> {
        Box::pin(async move {
            let _: () = {
                yield_now().await;
            };
        })
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn block_before_the_future<'life0, 'async_trait>(
        &'life0 self,
        id: u64,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        let _: () = { assert_eq!(self.inflight.count(&id), 1) };
        Box::pin(async move {
            yield_now().await;
            assert_eq!(self.inflight.count(&id), 1);
        })
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn block_inside<'life0, 'async_trait>(
        &'life0 self,
        id: u64,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        let passed = async move {
            let _: () = { yield_now().await };
        };
        Box::pin(async move {
            passed.await;
            assert_eq!(self.inflight.count(&id), 1);
        })
    }

    #[scoped_entry(map = self.inflight, key = id)]
    #[instrument(skip(self))]
    fn traced<'life0, 'async_trait>(&'life0 self, id: u64) -> Pin<Box<dyn Future<Output = ()> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move {
            let id = id;
            let _: () = {
                yield_now().await;
                assert_eq!(self.inflight.count(&id), 1);
            };
        })
    }

    fn made_by_the_attribute<'async_trait>() -> Unit<'async_trait> {
        Made::made_by_the_attribute()
    }
}

struct Made;

#[async_trait]
impl Handle for Made {
    async fn block_at_the_end() {}
    async fn block_before_the_future(&self, _: u64) {}
    async fn block_inside(&self, _: u64) {}
    async fn traced(&self, _: u64) {}

    #[scoped_entry(map = CALLS, key = 2)]
    async fn made_by_the_attribute() {
        yield_now().await;
        assert_eq!(CALLS.count(&2), 1);
    }
}

#[tokio::test]
async fn the_entry_of_a_method_written_by_hand_begins_at_the_call_and_ends_with_the_future() {
    let future = Service::block_at_the_end();
    assert_eq!(CALLS.count(&1), 1, "it has been called");
    future.await;
    assert_eq!(CALLS.count(&1), 0);

    let service = Service::default();
    for call in [
        (|service: &Service| -> Unit<'_> { service.block_before_the_future(3) }) as fn(&Service) -> Unit<'_>,
        |service| service.block_inside(4),
        |service| service.traced(5),
    ] {
        let mut future = call(&service);
        assert_eq!(service.inflight.len(), 1, "it has been called");
        assert!(poll_once(future.as_mut()).is_pending());
        assert_eq!(service.inflight.len(), 1);
        future.await;
        assert_eq!(service.inflight.len(), 0);
        drop(call(&service));
    }
    assert_left(&service.inflight, 6);
}

#[tokio::test]
async fn the_entry_of_a_method_made_by_the_attribute_begins_at_the_first_poll() {
    let mut future = Service::made_by_the_attribute();
    assert_eq!(CALLS.count(&2), 0, "it has not been polled");
    assert!(poll_once(future.as_mut()).is_pending());
    assert_eq!(CALLS.count(&2), 1);
    future.await;
    assert_eq!(CALLS.count(&2), 0);
}
