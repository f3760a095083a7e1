//! `#[axum::debug_handler]`: an annotated handler is a handler, and its arguments may name what the extractors bind.

use crate::instruments::{assert_left, poll_once};
use axum::{
    Router,
    body::{Body, to_bytes},
    debug_handler,
    extract::{Path, State},
    http::{Request, StatusCode},
    routing::get,
};
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{pin::pin, sync::Arc};
use tokio::task::yield_now;
use tower::ServiceExt;

#[derive(Clone, Default)]
struct App {
    inflight: Arc<InflightMap<u64>>,
    unique: Arc<UniqueMap<String, u64>>,
}

#[scoped_entry(map = app.inflight, key = id)]
#[debug_handler]
async fn above(State(app): State<App>, Path(id): Path<u64>) -> String {
    yield_now().await;
    app.inflight.count(&id).to_string()
}

#[debug_handler(state = App)]
#[scoped_entry(map = app.inflight, key = id)]
async fn below(State(app): State<App>, Path(id): Path<u64>) -> Result<String, (StatusCode, &'static str)> {
    yield_now().await;
    if id == 0 {
        return Err((StatusCode::BAD_REQUEST, "zero"));
    }
    Ok(app.inflight.count(&id).to_string())
}

#[debug_handler]
#[scoped_entry(map = app.unique, key = name, value = 5, occupied = |there| return (StatusCode::CONFLICT, there.to_string()))]
#[scoped_entry(map = Arc::clone(&app.inflight), key = name.len() as u64)]
async fn unique(State(app): State<App>, Path(name): Path<String>) -> (StatusCode, String) {
    yield_now().await;
    (StatusCode::OK, app.unique.len().to_string() + &app.inflight.count(&1).to_string())
}

fn router(app: &App) -> Router {
    Router::new()
        .route("/above/{id}", get(above))
        .route("/below/{id}", get(below))
        .route("/unique/{name}", get(unique))
        .with_state(app.clone())
}

fn request(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).expect("the path is one")
}

async fn answer(app: &App, path: &str) -> (u16, String) {
    let response = router(app).oneshot(request(path)).await.expect("a router always answers");
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 1000).await.expect("the body is short");
    (status, String::from_utf8(body.into()).expect("the body is text"))
}

#[tokio::test]
async fn a_handler_holds_an_entry_while_it_answers() {
    let app = App::default();
    assert_eq!(answer(&app, "/above/7").await, (200, "1".into()));
    assert_eq!(answer(&app, "/below/7").await, (200, "1".into()));
    assert_eq!(answer(&app, "/below/0").await, (400, "zero".into()));
    assert_left(&app.inflight, 3);
}

#[tokio::test]
async fn a_handler_refuses_a_key_that_is_taken() {
    let app = App::default();
    assert_eq!(answer(&app, "/unique/a").await, (200, "11".into()));
    let guard = app.unique.try_enter("a", 9);
    assert_eq!(answer(&app, "/unique/a").await, (409, "9".into()));
    drop(guard);
    assert_left(&app.inflight, 1);
}

#[tokio::test]
async fn a_handler_whose_client_is_gone_leaves_no_entry() {
    let app = App::default();
    for path in ["/above/7", "/below/7"] {
        let mut response = Box::pin(router(&app).oneshot(request(path)));
        assert!(poll_once(pin!(&mut response)).is_pending());
        assert_eq!(app.inflight.count(&7), 1);
        drop(response);
        assert!(app.inflight.is_empty());
    }
}
