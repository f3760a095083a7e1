//! tower: a middleware whose future has a name, and whose entry lasts from the call until the inner service's answer.

use crate::instruments::{assert_left, poll_once};
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
    routing::get,
};
use scoped_entry::{Attached, EntryGuard, InflightMap, scoped_entry};
use std::{
    convert::Infallible,
    future::{pending, ready},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Arc,
    task::{Context, Poll},
};
use tower::{Layer, Service, ServiceExt as _, service_fn};

/// What an entry is made for.
trait Keyed {
    fn key(&self) -> String;
}

impl Keyed for &str {
    fn key(&self) -> String {
        (*self).to_owned()
    }
}

impl<B> Keyed for Request<B> {
    fn key(&self) -> String {
        self.uri().path().to_owned()
    }
}

#[derive(Clone)]
struct Tracked<S> {
    inner: S,
    inflight: Arc<InflightMap<String>>,
}

impl<R: Keyed, S: Service<R>> Service<R> for Tracked<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = Attached<EntryGuard<Arc<InflightMap<String>>>, S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    #[scoped_entry(map = Arc::clone(&self.inflight), key = request.key(), guard = entry)]
    fn call(&mut self, request: R) -> Self::Future {
        entry.attach(self.inner.call(request))
    }
}

#[derive(Clone, Default)]
struct Track(Arc<InflightMap<String>>);

impl<S> Layer<S> for Track {
    type Service = Tracked<S>;

    fn layer(&self, inner: S) -> Tracked<S> {
        Tracked { inner, inflight: Arc::clone(&self.0) }
    }
}

#[tokio::test]
async fn a_call_holds_an_entry_until_it_is_answered() {
    let track = Track::default();
    let inflight = Arc::clone(&track.0);
    let mut service = track.layer(service_fn(async |name: &'static str| {
        tokio::task::yield_now().await;
        if name == "fails" { Err(name) } else { Ok(inflight.count(name)) }
    }));
    let first = service.ready().await.unwrap().call("first");
    let second = service.ready().await.unwrap().call("second");
    assert_eq!(track.0.len(), 2, "before the first poll");
    assert_eq!((first.await, second.await), (Ok(1), Ok(1)));
    assert_eq!(service.ready().await.unwrap().call("fails").await, Err("fails"));
    assert_left(&track.0, 3);
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_no_entry() {
    let track = Track::default();
    let service = track.layer(service_fn(|_: &str| pending::<Result<(), Infallible>>()));
    drop(service.clone().call("unpolled"));
    let mut waiting = Box::pin(service.oneshot("waiting"));
    assert!(poll_once(waiting.as_mut()).is_pending());
    assert_eq!(track.0.count("waiting"), 1);
    drop(waiting);
    assert_left(&track.0, 2);
}

#[tokio::test]
async fn an_inner_service_that_panics_leaves_no_entry() {
    let track = Track::default();
    let mut in_call = track
        .layer(service_fn(|_: &str| -> std::future::Ready<Result<(), Infallible>> { resume_unwind(Box::new(())) }));
    catch_unwind(AssertUnwindSafe(|| drop(in_call.call("a")))).expect_err("the inner service panics");
    let mut in_future =
        track.layer(service_fn(async |_: &str| -> Result<(), Infallible> { resume_unwind(Box::new(())) }));
    let mut called = Box::pin(in_future.call("b"));
    catch_unwind(AssertUnwindSafe(|| poll_once(called.as_mut()))).expect_err("the inner future panics");
    assert_left(&track.0, 2);
    drop(called);
}

#[tokio::test]
async fn it_is_a_layer_of_a_router() {
    let track = Track::default();
    let inflight = Arc::clone(&track.0);
    let handler = get(move || ready(inflight.count("/here").to_string()));
    let router = Router::new().route("/here", handler).layer(track.clone());
    let answer = router.oneshot(Request::get("/here").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(axum::body::to_bytes(answer.into_body(), 10).await.unwrap(), "1");
    assert_left(&track.0, 1);
}
