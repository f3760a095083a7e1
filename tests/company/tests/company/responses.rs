//! axum responses: one that is whole when the handler returns, and one that streams after that, as in the README.

use axum::{
    Json, Router,
    body::Body,
    extract::{Path, State},
    http::{Request, StatusCode},
    response::sse::{Event, Sse},
    routing::get,
};
use futures_core::Stream;
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tower::ServiceExt as _;

struct App {
    inflight: Arc<InflightMap<u64>>,
}

#[scoped_entry(map = app.inflight, key = id)]
async fn order(State(app): State<Arc<App>>, Path(id): Path<u64>) -> Result<Json<usize>, StatusCode> {
    if id == 0 {
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(Json(app.inflight.count(&id)))
}

/// Three events, each made by a closure.
struct Feed<F>(F, u64);

impl<F: FnMut(u64) -> Event + Unpin> Stream for Feed<F> {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        this.1 += 1;
        Poll::Ready((this.1 <= 3).then(|| Ok((this.0)(this.1))))
    }
}

#[scoped_entry(map = Arc::clone(&app.inflight), key = id, guard = entry)]
async fn events(
    State(app): State<Arc<App>>,
    Path(id): Path<u64>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(Feed(
        move |number: u64| {
            let _held = &entry;
            Event::default().data(number.to_string())
        },
        0,
    ))
}

fn router() -> (Router, Arc<InflightMap<u64>>) {
    let inflight = Arc::new(InflightMap::new());
    let app = Arc::new(App { inflight: Arc::clone(&inflight) });
    let router = Router::new().route("/orders/{id}", get(order)).route("/events/{id}", get(events)).with_state(app);
    (router, inflight)
}

fn ask(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn an_entry_ends_with_the_handler_of_a_whole_response() {
    let (router, inflight) = router();
    let found = router.clone().oneshot(ask("/orders/7")).await.unwrap();
    assert!(inflight.is_empty());
    assert_eq!(axum::body::to_bytes(found.into_body(), 16).await.unwrap(), "1");
    assert_eq!(router.oneshot(ask("/orders/0")).await.unwrap().status(), StatusCode::NOT_FOUND);
    assert!(inflight.is_empty());
}

#[tokio::test]
async fn an_entry_whose_guard_is_in_the_stream_ends_with_the_response() {
    let (router, inflight) = router();
    let read = router.clone().oneshot(ask("/events/7")).await.unwrap();
    assert_eq!(inflight.count(&7), 1);
    let body = axum::body::to_bytes(read.into_body(), 1_000).await.unwrap();
    assert_eq!(body, "data: 1\n\ndata: 2\n\ndata: 3\n\n");
    assert!(inflight.is_empty());

    let dropped = router.oneshot(ask("/events/8")).await.unwrap();
    assert_eq!(inflight.count(&8), 1);
    drop(dropped);
    assert!(inflight.is_empty());
}
