//! Returned types around the line between what is lazy and what only looks like it.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{EntryGuard, InflightMap, scoped_entry};
use std::{
    future::{Future, IntoFuture, Ready, ready},
    pin::Pin,
    sync::Arc,
    task::Poll,
    thread::{self, JoinHandle},
};

/// Not a future, though it can become one.
struct Request(u64);

impl IntoFuture for Request {
    type Output = u64;
    type IntoFuture = Ready<u64>;

    fn into_future(self) -> Ready<u64> {
        ready(self.0)
    }
}

#[test]
fn what_only_mentions_futures_is_no_future() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn request() -> Request {
        Request(7)
    }

    #[scoped_entry(map = CALLS, key = 2)]
    fn make() -> fn(u64) -> Ready<u64> {
        ready
    }

    #[scoped_entry(map = CALLS, key = 3)]
    #[expect(clippy::type_complexity, reason = "spelled out, the type shows the future that is not returned")]
    fn boxed() -> Box<dyn Fn(u64) -> Pin<Box<dyn Future<Output = u64>>>> {
        Box::new(|n| Box::pin(ready(n)))
    }

    #[scoped_entry(map = CALLS, key = 4)]
    fn polled() -> Poll<Option<u64>> {
        Poll::Ready(None)
    }

    #[scoped_entry(map = CALLS, key = 5)]
    fn thread() -> JoinHandle<u64> {
        thread::spawn(|| 7)
    }

    #[scoped_entry(map = CALLS, key = 8)]
    fn service() -> impl Call<Future = impl Future<Output = usize>> {
        let seen = CALLS.count(&8);
        move || ready(seen)
    }

    assert_eq!(block_on(request().into_future()), 7);
    assert_eq!(block_on(make()(7)), 7);
    assert_eq!(block_on(boxed()(7)), 7);
    assert_eq!(polled(), Poll::Ready(None));
    assert_eq!(thread().join().unwrap(), 7);
    assert_eq!(block_on(service().call()), 1);
    assert_left(&CALLS, 6);
}

/// As the `Service` of others, which makes a future when it is called.
trait Call {
    type Future: Future;

    fn call(&self) -> Self::Future;
}

impl<F: Fn() -> R, R: Future> Call for F {
    type Future = R;

    fn call(&self) -> R {
        self()
    }
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

struct Service {
    jobs: Arc<InflightMap<u64>>,
}

impl Service {
    #[scoped_entry(map = Arc::clone(&self.jobs), key = id, guard = entry)]
    fn named(&self, id: u64) -> impl Future<Output = usize> + 'static {
        async move {
            pause().await;
            entry.map().count(&id)
        }
    }

    #[scoped_entry(map = self.jobs, key = id, guard = entry)]
    fn boxed(&self, id: u64) -> Boxed<'_, usize> {
        let seen = self.jobs.count(&id);
        Box::pin(async move {
            pause().await;
            drop(entry);
            seen + self.jobs.len()
        })
    }

    #[scoped_entry(map = Arc::clone(&self.jobs), key = id, guard = entry)]
    fn handed_on(&self, id: u64) -> (u64, EntryGuard<Arc<InflightMap<u64>>>) {
        (id, entry)
    }
}

#[test]
fn a_named_guard_keeps_the_entry_until_the_returned_future_has_run() {
    let service = Service { jobs: Arc::default() };
    let named = service.named(7);
    assert_eq!(service.jobs.count(&7), 1);
    assert_eq!(block_on(named), 1);
    assert!(service.jobs.is_empty());
    assert_eq!(block_on(service.boxed(7)), 1);
    assert_left(&service.jobs, 2);
}

#[test]
fn a_named_guard_ends_the_entry_with_a_future_that_never_runs() {
    let service = Service { jobs: Arc::default() };
    let never_polled = service.named(7);
    assert_eq!(service.jobs.len(), 1);
    drop(never_polled);
    assert_left(&service.jobs, 1);
}

#[test]
fn a_named_guard_may_be_returned() {
    let service = Service { jobs: Arc::default() };
    let (id, entry) = service.handed_on(7);
    assert_eq!(service.jobs.count(&id), 1);
    drop(entry);
    assert_left(&service.jobs, 1);
}

#[test]
fn until_return_ends_the_entry_when_the_function_returns() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1, until = return)]
    fn opaque() -> impl Future<Output = usize> {
        let during = CALLS.len();
        async move { during * 10 + CALLS.len() }
    }

    #[scoped_entry(map = CALLS, key = 2, until = return)]
    fn pinned() -> Pin<Box<dyn Future<Output = usize>>> {
        let during = CALLS.len();
        Box::pin(async move { during * 10 + CALLS.len() })
    }

    #[scoped_entry(map = CALLS, key = 3, until = return)]
    fn aliased(give_up: bool) -> Result<Boxed<'static, usize>, u64> {
        if give_up {
            return Err(7);
        }
        let during = CALLS.len();
        Ok(Box::pin(async move { during * 10 + CALLS.len() }))
    }

    #[scoped_entry(map = CALLS, key = 4, until = return)]
    async fn in_two_steps() -> Boxed<'static, usize> {
        pause().await;
        let during = CALLS.len();
        Box::pin(async move { during * 10 + CALLS.len() })
    }

    assert_eq!(block_on(opaque()), 10);
    assert_eq!(block_on(pinned()), 10);
    assert_eq!(aliased(false).map(block_on), Ok(10));
    assert_eq!(aliased(true).map(block_on), Err(7));
    assert_eq!(block_on(async { in_two_steps().await.await }), 10);
    assert_left(&CALLS, 5);
}
