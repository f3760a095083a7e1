//! axum: the attribute on handlers, above and below `#[debug_handler]`, on middleware, and on a handler that streams.

use axum::{
    Router,
    body::{Body, to_bytes},
    debug_handler, debug_middleware,
    extract::{Path, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{Response, Sse, sse::Event},
    routing::get,
};
use common::{Calls, assert_ended, assert_ends, http};
use futures_core::Stream;
use scoped_entry::{InflightMap, scoped_entry};
use std::{convert::Infallible, net::SocketAddr, pin::Pin, sync::Arc, task};
use tokio::{net::TcpListener, runtime::Builder};
use tower::ServiceExt as _;

#[derive(Default)]
struct App {
    plain: Calls,
    above: InflightMap<u64>,
    below: InflightMap<u64>,
    outer: InflightMap<String>,
    inner: InflightMap<String>,
    streams: Arc<InflightMap<u64>>,
    waits: Calls,
}

#[scoped_entry(map = app.plain, key = "plain")]
async fn plain(State(app): State<Arc<App>>) -> String {
    app.plain.len().to_string()
}

#[scoped_entry(map = app.above, key = id)]
#[debug_handler]
async fn above(State(app): State<Arc<App>>, Path(id): Path<u64>) -> Result<String, StatusCode> {
    reply(&app.above, id)
}

#[debug_handler]
#[scoped_entry(map = app.below, key = id)]
async fn below(State(app): State<Arc<App>>, Path(id): Path<u64>) -> Result<String, StatusCode> {
    reply(&app.below, id)
}

fn reply(map: &InflightMap<u64>, id: u64) -> Result<String, StatusCode> {
    if id == 0 {
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(map.count(&id).to_string())
}

#[scoped_entry(map = app.outer, key = request.uri().path())]
#[debug_middleware]
async fn outer(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    assert_eq!((app.outer.len(), app.inner.len()), (1, 0));
    next.run(request).await
}

#[debug_middleware]
#[scoped_entry(map = app.inner, key = request.uri().path())]
async fn inner(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    assert_eq!((app.outer.len(), app.inner.len()), (1, 1));
    next.run(request).await
}

/// One event, and then silence for as long as the client listens.
struct Once(bool);

impl Stream for Once {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut task::Context<'_>) -> task::Poll<Option<Self::Item>> {
        if self.0 {
            return task::Poll::Pending;
        }
        self.0 = true;
        task::Poll::Ready(Some(Ok(Event::default().data("first"))))
    }
}

#[scoped_entry(map = Arc::clone(&app.streams), key = id, guard = entry)]
async fn events(
    State(app): State<Arc<App>>,
    Path(id): Path<u64>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(entry.attach(Once(false)))
}

#[scoped_entry(map = app.waits, key = "wait")]
async fn wait(State(app): State<Arc<App>>) {
    std::future::pending().await
}

fn router(app: &Arc<App>) -> Router {
    Router::new()
        .route("/plain", get(plain))
        .route("/above/{id}", get(above))
        .route("/below/{id}", get(below))
        .route("/events/{id}", get(events))
        .route("/wait", get(wait))
        .with_state(Arc::clone(app))
}

async fn call(router: Router, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), 1024).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_handler_has_its_entry_during_the_call() {
    let app = Arc::default();
    assert_eq!(call(router(&app), "/plain").await, (StatusCode::OK, "1".into()));
    assert_ended(&app.plain, 1);
}

#[tokio::test]
async fn either_order_with_debug_handler_works() {
    let app = Arc::default();
    for path in ["/above/7", "/below/7"] {
        assert_eq!(call(router(&app), path).await, (StatusCode::OK, "1".into()), "{path}");
    }
    for path in ["/above/0", "/below/0"] {
        assert_eq!(call(router(&app), path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_ended(&app.above, 2);
    assert_ended(&app.below, 2);
}

#[tokio::test]
async fn a_request_that_an_extractor_rejects_makes_no_entry() {
    let app = Arc::default();
    assert_eq!(call(router(&app), "/above/seven").await.0, StatusCode::BAD_REQUEST);
    assert_ended(&app.above, 0);
}

#[tokio::test]
async fn the_entry_of_a_middleware_lasts_until_the_handler_has_returned() {
    let app = Arc::<App>::default();
    let seen = Arc::clone(&app);
    let handler = move || async move { (seen.outer.len() + seen.inner.len()).to_string() };
    let router = Router::new()
        .route("/", get(handler))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), inner))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), outer));
    assert_eq!(call(router, "/").await, (StatusCode::OK, "2".into()));
    assert_ended(&app.outer, 1);
    assert_ended(&app.inner, 1);
}

#[test]
fn entries_end_when_the_client_hangs_up() {
    let app = Arc::default();
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))).unwrap();
    let server = listener.local_addr().unwrap();
    runtime.spawn(axum::serve(listener, router(&app)).into_future());

    let response = http::get(server, "/events/7").until("data: first");
    assert_eq!(app.streams.count(&7), 1, "the handler has returned, and its stream goes on");
    drop(response);
    assert_ends(&app.streams, 1);

    http::hang_up_during(server, "/wait", &app.waits);
    assert_ends(&app.waits, 1);
    runtime.shutdown_background();
}
