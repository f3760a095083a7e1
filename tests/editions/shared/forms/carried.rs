//! Functions that return a future or a stream: every form in which one carries its entry.

use super::instruments::{assert_left, pause};
use futures_core::{FusedFuture, Stream};
use pollster::block_on;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{
    future::{Future, Ready, ready},
    pin::Pin,
    rc::Rc,
    sync::{Arc, LazyLock},
    task::{Context, Poll},
};

/// A future of a name, like those that libraries have.
struct Named<T>(Option<T>);

impl<T: Unpin> Future for Named<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        Poll::Ready(self.0.take().expect("it is polled once"))
    }
}

impl<T: Unpin> FusedFuture for Named<T> {
    fn is_terminated(&self) -> bool {
        self.0.is_none()
    }
}

/// As a stream, it has one item.
impl<T: Unpin> Stream for Named<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(self.0.take())
    }
}

/// What a call has seen that was polled at once, and what is left.
fn seen_by<F: Future<Output = usize>>(map: &InflightMap<u64>, future: F) -> (usize, usize, usize) {
    (map.len(), block_on(future), map.len())
}

#[derive(Default)]
struct Service {
    jobs: InflightMap<u64>,
    shared: Arc<InflightMap<u64>>,
    handled: u64,
    name: String,
}

impl Service {
    #[scoped_entry(map = self.jobs, key = id)]
    fn literal<'a>(&'a self, id: &'a u64) -> impl Future<Output = usize> + 'a {
        async move {
            pause().await;
            self.jobs.count(id)
        }
    }

    #[scoped_entry(map = self.jobs, key = *id)]
    fn called<'a>(&'a self, id: &'a u64) -> impl Future<Output = usize> + Send + 'a {
        self.count(id)
    }

    async fn count(&self, id: &u64) -> usize {
        pause().await;
        self.jobs.count(id)
    }

    /// The lifetimes of `self` and of `name` stay apart.
    #[scoped_entry(map = Arc::clone(&self.shared), key = name.len() as u64)]
    fn of_the_name<'a>(&self, name: &'a str) -> Pin<Box<dyn Future<Output = &'a str> + Send + 'a>> {
        Box::pin(async move {
            pause().await;
            name
        })
    }

    #[scoped_entry(map = Arc::clone(&self.shared), key = 1)]
    fn of_nobody(&self) -> Pin<Box<dyn Future<Output = u64> + Send + Sync>> {
        let handled = self.handled;
        println!("an innocent macro");
        Box::pin(async move { handled })
    }

    /// All of `self` goes into the future, since the map's owner is a share of it.
    #[scoped_entry(map = Arc::clone(&self.shared), key = self.handled)]
    fn exclusive(&mut self) -> impl Future<Output = u64> + '_ {
        async move {
            self.handled += 1;
            pause().await;
            self.name.push('!');
            self.handled
        }
    }

    #[scoped_entry(map = Arc::clone(&self.shared), key = self.handled)]
    fn exclusive_early(&mut self, by: u64) -> Pin<Box<dyn Future<Output = &mut u64> + '_>> {
        self.name.push('?');
        if by == 0 {
            let handled = &mut self.handled;
            return Box::pin(ready(handled));
        }
        self.handled += by;
        let handled = &mut self.handled;
        Box::pin(async move {
            *handled += by;
            handled
        })
    }

    /// One field is the map's, the other one the future's.
    #[scoped_entry(map = self.jobs, key = 1)]
    fn split(&mut self) -> impl Future<Output = usize> + '_ {
        let name = &mut self.name;
        async move {
            name.push('!');
            name.len()
        }
    }

    #[scoped_entry(map = Arc::clone(&self.shared), key = 1)]
    fn reborrowed(&mut self) -> Pin<Box<dyn Future<Output = u64> + '_>> {
        if self.name.is_empty() {
            self.handled += 10;
        }
        debug_assert!(self.handled > 0);
        Box::pin(self.add_one())
    }

    async fn add_one(&mut self) -> u64 {
        pause().await;
        self.handled += 1;
        self.handled
    }

    #[scoped_entry(map = Arc::clone(&self.shared), key = 1)]
    fn consumed(self) -> impl Future<Output = String> {
        let name = self.name;
        async move { name }
    }

    #[scoped_entry(map = Arc::clone(&self.shared), key = 1)]
    fn consumed_early(self: Box<Self>, name: String) -> Pin<Box<dyn Future<Output = String>>> {
        if self.name.is_empty() {
            return Box::pin(ready(name));
        }
        Box::pin(ready(self.name))
    }
}

#[test]
fn borrows_are_as_wide_as_they_were() {
    let service = Service::default();
    assert_eq!(seen_by(&service.jobs, service.literal(&1)), (1, 1, 0));
    assert_eq!(seen_by(&service.jobs, service.called(&1)), (1, 1, 0));
    let name = String::from("name");
    let (of_the_name, of_nobody) = {
        let service = Service { handled: 7, ..Service::default() };
        (service.of_the_name(&name), service.of_nobody())
    };
    assert_eq!((block_on(of_the_name), block_on(of_nobody)), ("name", 7));
}

#[test]
fn an_exclusive_borrow_goes_into_the_future() {
    let mut service = Service::default();
    let shared = Arc::clone(&service.shared);
    let future = service.exclusive();
    assert_eq!(shared.count(&0), 1);
    assert_eq!((block_on(future), service.name.as_str()), (1, "!"));
    *block_on(service.exclusive_early(0)) += 4;
    assert_eq!(service.handled, 5);
    *block_on(service.exclusive_early(2)) += 1;
    assert_eq!((service.handled, service.name.as_str()), (10, "!??"));
    assert_eq!(block_on(service.split()), 4);
    assert_eq!(block_on(service.reborrowed()), 11);
    assert_left(&service.shared, 4);
    assert_left(&service.jobs, 1);
    assert_eq!(block_on(Box::new(service).consumed_early(String::new())), "!??!");
    let service = Service { name: String::from("name"), ..Service::default() };
    assert_eq!(block_on(service.consumed()), "name");
    assert_left(&shared, 5);
}

#[test]
fn every_spelling_of_a_lazy_type_carries() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn several_bounds() -> impl Send + Unpin + FusedFuture<Output = usize> + 'static {
        Named(Some(CALLS.len()))
    }

    #[scoped_entry(map = CALLS, key = 1)]
    #[expect(unused_qualifications, reason = "they are the point")]
    fn by_path() -> core::pin::Pin<std::boxed::Box<dyn std::future::Future<Output = usize>>> {
        std::boxed::Box::pin(async move { CALLS.len() })
    }

    #[scoped_entry(map = CALLS, key = 1)]
    #[rustfmt::skip]
    #[expect(unused_parens, reason = "they are the point")]
    fn in_parentheses() -> (Pin<Box<(dyn Future<Output = usize> + Send)>>) {
        Box::pin(async { CALLS.len() })
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn opaque_in_a_box() -> Pin<Box<impl Future<Output = usize>>> {
        Box::pin(async { CALLS.len() })
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn opaque_output() -> impl Future<Output = impl Into<usize> + Copy> {
        async { CALLS.len() }
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn opaque_output_in_a_box(early: bool) -> Pin<Box<dyn Future<Output = impl Into<usize> + Copy>>> {
        if early {
            return Box::pin(ready(CALLS.len()));
        }
        Box::pin(ready(CALLS.len() + 1))
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn where_clause<T>(value: T) -> impl Future<Output = usize>
    where
        T: Into<usize>,
    {
        async move { value.into() }
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn either() -> impl Future<Output = usize> + Stream<Item = usize> {
        Named(Some(CALLS.len()))
    }

    assert_eq!(seen_by(&CALLS, several_bounds()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, by_path()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, in_parentheses()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, opaque_in_a_box()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, async { opaque_output().await.into() }), (0, 1, 0));
    assert_eq!(block_on(opaque_output_in_a_box(true)).into(), 1);
    assert_eq!(block_on(opaque_output_in_a_box(false)).into(), 2);
    assert_eq!(seen_by(&CALLS, where_clause(7_u16)), (1, 7, 0));
    assert_eq!(seen_by(&CALLS, either()), (1, 1, 0));
    assert_left(&CALLS, 9);
}

#[test]
fn every_tail_carries() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    macro_rules! later {
        ($seen:expr) => {
            Box::pin(async move { $seen })
        };
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn of_a_macro() -> Pin<Box<dyn Future<Output = usize>>> {
        later!(CALLS.len())
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn of_a_return() -> Pin<Box<dyn Future<Output = usize>>> {
        return Box::pin(async move { CALLS.len() });
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn of_a_branch(first: bool) -> Pin<Box<dyn Future<Output = usize>>> {
        if first { Box::pin(ready(CALLS.len())) } else { Box::pin(async move { CALLS.len() }) }
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn after_a_block() -> impl Future<Output = usize> {
        fn helper() -> usize {
            if CALLS.is_empty() {
                return 0;
            }
            CALLS.len()
        }
        if helper() == 0 {
            _ = CALLS.snapshot();
        }
        async move { helper() }
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn without_move() -> impl Future<Output = usize> {
        async { CALLS.len() }
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn with_a_method() -> Pin<Box<dyn Future<Output = usize>>> {
        trait Boxed: Future + Sized + 'static {
            fn boxed(self) -> Pin<Box<dyn Future<Output = Self::Output>>> {
                Box::pin(self)
            }
        }
        impl<F: Future + 'static> Boxed for F {}
        async move { CALLS.len() }.boxed()
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn of_a_closure() -> impl Future<Output = usize> {
        let later = || async move { CALLS.len() };
        later()
    }

    #[scoped_entry(map = CALLS, key = 1)]
    #[expect(clippy::redundant_closure_call, reason = "its last tokens are those of a literal")]
    fn that_looks_like_a_literal() -> impl Future<Output = usize> {
        (|| async move { CALLS.len() })()
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn with_inner_attributes() -> Pin<Box<dyn Future<Output = usize>>> {
        #![allow(unused_variables)]
        let unused = 7;
        Box::pin(async move { CALLS.len() })
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn with_inner_attributes_of_the_block() -> impl Future<Output = usize> {
        async move {
            #![allow(unused_variables)]
            let unused = 7;
            CALLS.len()
        }
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn that_fails(fail: bool) -> Pin<Box<dyn Future<Output = Result<usize, String>>>> {
        Box::pin(async move {
            if fail {
                Err("failed")?;
            }
            Ok(CALLS.len())
        })
    }

    assert_eq!(seen_by(&CALLS, of_a_macro()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, of_a_return()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, of_a_branch(true)), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, of_a_branch(false)), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, after_a_block()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, without_move()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, with_a_method()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, of_a_closure()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, that_looks_like_a_literal()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, with_inner_attributes()), (1, 1, 0));
    assert_eq!(seen_by(&CALLS, with_inner_attributes_of_the_block()), (1, 1, 0));
    assert_eq!(block_on(that_fails(false)), Ok(1));
    assert_eq!(block_on(that_fails(true)), Err(String::from("failed")));
    assert_left(&CALLS, 13);
}

#[test]
fn the_arguments_may_return_what_the_body_does() {
    static UNIQUE: LazyLock<UniqueMap<u64>> = LazyLock::new(UniqueMap::new);

    #[scoped_entry(
        map = UNIQUE,
        key = match id { Some(id) => id, None => return ready(0) },
        occupied = |()| return ready(10),
    )]
    fn opaque(id: Option<u64>) -> impl Future<Output = usize> {
        ready(UNIQUE.len())
    }

    #[scoped_entry(
        map = UNIQUE,
        key = match id { Some(id) => id, None => return Box::pin(ready(0)) },
        occupied = return Box::pin(async { 10 }),
    )]
    fn boxed(id: Option<u64>) -> Pin<Box<dyn Future<Output = usize>>> {
        Box::pin(async move { UNIQUE.len() })
    }

    assert_eq!((block_on(opaque(None)), block_on(boxed(None))), (0, 0));
    assert_eq!((block_on(opaque(Some(1))), block_on(boxed(Some(1)))), (1, 1));
    let held = opaque(Some(1));
    assert_eq!((block_on(opaque(Some(1))), block_on(boxed(Some(1)))), (10, 10));
    drop(held);
    assert!(UNIQUE.is_empty());
}

/// The first trait is written by hand, as libraries do; the second one as the language has it.
trait Handler {
    fn handle(&self, id: u64) -> impl Future<Output = usize> + Send;

    #[scoped_entry(map = self.jobs(), key = id)]
    fn by_default(&self, id: u64) -> impl Future<Output = usize> {
        async move { self.jobs().count(&id) }
    }

    fn jobs(&self) -> &InflightMap<u64>;
}

trait Layer {
    type Output;
    fn call(&mut self, id: u64) -> Pin<Box<dyn Future<Output = Self::Output> + '_>>;
}

impl Handler for Service {
    #[scoped_entry(map = self.jobs, key = id)]
    fn handle(&self, id: u64) -> impl Future<Output = usize> + Send {
        let key = id;
        async move {
            pause().await;
            self.jobs.count(&key)
        }
    }

    fn jobs(&self) -> &InflightMap<u64> {
        &self.jobs
    }
}

impl Layer for Service {
    type Output = u64;

    #[scoped_entry(map = Arc::clone(&self.shared), key = id)]
    fn call(&mut self, id: u64) -> Pin<Box<dyn Future<Output = Self::Output> + '_>> {
        if id == 0 {
            return Box::pin(ready(0));
        }
        Box::pin(async move {
            self.handled += id;
            self.handled
        })
    }
}

#[test]
fn methods_of_traits_carry() {
    let mut service = Service::default();
    assert_eq!(seen_by(&service.jobs, Handler::handle(&service, 1)), (1, 1, 0));
    assert_eq!(seen_by(&service.jobs, service.by_default(1)), (1, 1, 0));
    assert_eq!(block_on(service.call(0)), 0);
    assert_eq!(block_on(service.call(7)), 7);
    assert_left(&service.shared, 2);
}

#[test]
fn what_is_not_send_carries_what_is_not_send() {
    #[scoped_entry(map = Rc::clone(map), key = 1)]
    fn handle(map: &Rc<InflightMap<u64>>) -> Pin<Box<dyn Future<Output = usize>>> {
        let map = Rc::clone(map);
        Box::pin(async move { map.len() })
    }

    let map: Rc<InflightMap<u64>> = Rc::default();
    assert_eq!(seen_by(&map, handle(&map)), (1, 1, 0));
}

#[test]
fn a_named_future_is_attached_to_as_it_is() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = id)]
    fn handle(id: u64) -> impl Future<Output = usize> + Unpin {
        let first: Ready<usize> = ready(CALLS.len());
        first
    }

    let mut future = handle(7);
    assert_eq!(block_on(&mut future), 1);
    assert!(CALLS.is_empty());
    drop(future);
    assert_left(&CALLS, 1);
}

/// In the shape of a scheduler whose trackers leaked: on the refusal of a busy server, and with a dropped future.
mod server {
    use super::*;

    #[derive(Debug, PartialEq)]
    pub(super) enum Failed {
        ServerIsBusy,
        KeyNotFound,
    }

    #[derive(Default)]
    pub(super) struct Storage {
        pub(super) trackers: Arc<InflightMap<u64, &'static str>>,
        pub(super) is_busy: bool,
    }

    impl Storage {
        /// Early, and with an error before the work has begun: both in one type, as code of this kind has it.
        #[scoped_entry(map = Arc::clone(&self.trackers), key = request, value = "get")]
        pub(super) fn get(
            &self,
            request: u64,
            key: &'static str,
        ) -> impl Future<Output = Result<usize, Failed>> + Send + 'static {
            let trackers = Arc::clone(&self.trackers);
            if self.is_busy {
                return Step::Failed(Failed::ServerIsBusy);
            }
            if key.is_empty() {
                return Step::Failed(Failed::KeyNotFound);
            }
            Step::Runs(Box::pin(async move {
                pause().await;
                Ok(trackers.count(&request))
            }))
        }

        #[scoped_entry(map = Arc::clone(&self.trackers), key = request, value = "scan")]
        pub(super) fn scan(&self, request: u64) -> Pin<Box<dyn Future<Output = Result<usize, Failed>> + Send>> {
            if self.is_busy {
                return Box::pin(ready(Err(Failed::ServerIsBusy)));
            }
            let trackers = Arc::clone(&self.trackers);
            Box::pin(async move {
                pause().await;
                Ok(trackers.count(&request))
            })
        }
    }

    enum Step {
        Failed(Failed),
        Runs(Pin<Box<dyn Future<Output = Result<usize, Failed>> + Send>>),
        Done,
    }

    impl Future for Step {
        type Output = Result<usize, Failed>;

        fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
            if let Self::Runs(future) = &mut *self {
                return future.as_mut().poll(context);
            }
            match std::mem::replace(&mut *self, Self::Done) {
                Self::Failed(error) => Poll::Ready(Err(error)),
                Self::Runs(_) | Self::Done => Poll::Pending,
            }
        }
    }
}

#[test]
fn a_server_that_is_busy_or_whose_clients_go_away_keeps_no_trackers() {
    let mut storage = server::Storage::default();
    for request in 0..100 {
        let tracked = storage.get(request, "key");
        assert_eq!(storage.trackers.count(&request), 1, "the tracker is there before the first poll");
        assert_eq!(block_on(tracked), Ok(1));
        drop(storage.get(request, "key"));
        drop(storage.scan(request));
        assert_eq!(block_on(storage.scan(request)), Ok(1));
        assert_eq!(block_on(storage.get(request, "")), Err(server::Failed::KeyNotFound));
    }
    storage.is_busy = true;
    for request in 0..100 {
        assert_eq!(block_on(storage.get(request, "key")), Err(server::Failed::ServerIsBusy));
        assert_eq!(block_on(storage.scan(request)), Err(server::Failed::ServerIsBusy));
        drop(storage.get(request, "key"));
        drop(storage.scan(request));
    }
    assert_left(&storage.trackers, 900);
}

#[test]
fn a_parameter_is_one_in_a_script_without_case_too() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = 地図, key = 1)]
    fn by_reference(地図: &InflightMap<u64>) -> impl Future<Output = usize> + use<'_> {
        async move {
            pause().await;
            地図.len()
        }
    }

    #[scoped_entry(map = 呼出, key = 1)]
    fn of_a_static() -> Pin<Box<dyn Future<Output = usize>>> {
        Box::pin(async move { 呼出.len() })
    }

    static 呼出: InflightMap<u64> = InflightMap::new();

    assert_eq!(seen_by(&CALLS, by_reference(&CALLS)), (1, 1, 0));
    assert_eq!(seen_by(&呼出, of_a_static()), (1, 1, 0));
}
